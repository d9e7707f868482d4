"""GStreamer's RTSP server with test pictures, a server that is not ours; prints its port, then serves until it is ended.

PORT is where it listens on loopback (0: any free one). USER and PASSWORD, when given, are asked for by digest.
"""
import os
import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

Gst.init(None)
picture = "videotestsrc is-live=true ! video/x-raw,format=I420,width=640,height=360,framerate=15/1 ! "
streams = {
    "/h264": "x264enc tune=zerolatency speed-preset=ultrafast key-int-max=30 ! rtph264pay name=pay0 pt=96",
    "/h265": "x265enc tune=zerolatency speed-preset=ultrafast key-int-max=30 ! rtph265pay name=pay0 pt=96",
    "/mjpeg": "jpegenc ! rtpjpegpay name=pay0 pt=26",
}
server = GstRtspServer.RTSPServer(address="127.0.0.1", service=os.environ.get("PORT", "0"))
user, password = os.environ.get("USER_NAME"), os.environ.get("PASSWORD")
permissions = GstRtspServer.RTSPPermissions()
if user:
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "viewer")
    auth = GstRtspServer.RTSPAuth()
    auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
    auth.add_digest(user, password, token)
    server.set_auth(auth)
for path, encoder in streams.items():
    factory = GstRtspServer.RTSPMediaFactory(launch=f"( {picture}{encoder} )", shared=True)
    if user:
        role = Gst.Structure.from_string("viewer, media.factory.access=true, media.factory.construct=true")[0]
        factory.add_role_from_structure(role)
    server.get_mount_points().add_factory(path, factory)
server.attach(None)
print(server.get_bound_port(), flush=True)
GLib.MainLoop().run()
