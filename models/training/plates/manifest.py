"""Writes a model file beside its name and version, and its entry of models/manifest.json, both whole or not at all."""
import hashlib
import json
import os

MODELS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")


def place(name, version):
    folder = os.path.join(MODELS, name, version)
    os.makedirs(folder, exist_ok=True)
    return os.path.join(folder, "model.onnx")


def enter(name, version, fresh, entry):
    """Renames `fresh` to the model's file and enters it; keeps what a former entry of the same name measured."""
    file, manifest_file = place(name, version), os.path.join(MODELS, "manifest.json")
    with open(fresh, "rb") as data:
        data = data.read()
    with open(manifest_file) as text:
        manifest = json.load(text)
    former = manifest["models"].get(name, {})
    kept = {key: former[key] for key in ("calibration", "confidenceThreshold") if key in former}
    manifest["models"][name] = {
        "version": version,
        "file": f"{name}/{version}/model.onnx",
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        **entry,
        **kept,
    }
    with open(manifest_file + ".tmp", "w") as out:
        json.dump(manifest, out, indent=2)
        out.write("\n")
    os.replace(fresh, file)
    os.replace(manifest_file + ".tmp", manifest_file)
    print(file, len(data), manifest["models"][name]["sha256"])
