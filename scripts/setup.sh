# Sourced by the other scripts: what they need on a fresh Debian or Ubuntu machine.

say_and_stop() { echo "$*" >&2; exit 1; }

need_node() {
  command -v node >/dev/null || say_and_stop "Node.js 20.19 or newer is needed: see https://nodejs.org/en/download"
  node -e 'const [a,b]=process.versions.node.split(".").map(Number);process.exit(a>20||(a===20&&b>=19)?0:1)' ||
    say_and_stop "Node.js $(node --version) is too old: 20.19 or newer is needed, see https://nodejs.org/en/download"
}

# need_packages COMMAND=PACKAGE… : installs Debian packages whose commands are missing.
need_packages() {
  local missing=()
  for pair in "$@"; do
    command -v "${pair%%=*}" >/dev/null || [ -x "/usr/sbin/${pair%%=*}" ] || missing+=("${pair##*=}")
  done
  install_packages "${missing[@]}"
}

# GStreamer as a third party for the tests of cameras: its RTSP server, spoken to from Python, and its client.
# Plugins have no commands, so they are asked for by name. Debian's packages are seen by Debian's Python only.
need_gstreamer() {
  /usr/bin/python3 -c 'import gi; gi.require_version("GstRtspServer", "1.0")' 2>/dev/null &&
    gst-inspect-1.0 x264enc >/dev/null 2>&1 && gst-inspect-1.0 x265enc >/dev/null 2>&1 &&
    gst-inspect-1.0 rtspsrc >/dev/null 2>&1 && return
  install_packages python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-tools gstreamer1.0-plugins-{good,bad,ugly}
}

install_packages() {
  [ $# -eq 0 ] && return
  local sudo=""
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || say_and_stop "Please type: sudo apt-get install -y $*"
    sudo="sudo"
  fi
  echo "Installing $*…" >&2
  # A service that a package would start is not wanted here.
  local policy=/usr/sbin/policy-rc.d made=""
  if [ -n "${NO_SERVICES:-}" ] && [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | $sudo tee "$policy" >/dev/null && $sudo chmod +x "$policy" && made=1
  fi
  local status=0
  { $sudo apt-get update -qq && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } >&2 || status=$?
  [ -z "$made" ] || $sudo rm -f "$policy"
  [ "$status" -eq 0 ] || echo "These could not be installed: $*" >&2
  return "$status"
}

need_modules() {
  if [ ! -d node_modules ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    echo "Installing npm packages…" >&2
    npm ci --no-audit --no-fund --loglevel=error >&2
  fi
}
