#!/usr/bin/env bash
# Installs, on Debian and as root, the programs that the tests compare FijiBridge with. Nothing to do where they are there already.
# A test whose peer is missing is skipped and says so: without apt or without root the tests still run.
set -u
packages=(
  imagej libij-java openjdk-17-jre groovy xvfb xdotool     # ImageJ 1.53t and Groovy 2.4 on a virtual screen
  openjdk-17-jdk-headless                                  # knows what was in Java 8
  python3 python3-tifffile python3-skimage python3-scipy   # readers and figures to compare with
  python3-grpcio python3-protobuf                          # a foreign gRPC client
  python3-torch python3-onnx                               # gradients to compare with
  libtiff-tools                                            # a foreign TIFF writer
  chromium libvulkan1                                      # a software Vulkan device: the WebGPU provider without a GPU
)
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ ${#missing[@]} = 0 ] && exit 0
if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
  echo "tests/install-peers.sh: not installed: ${missing[*]} (needs apt and root); the tests that compare with them will be skipped"
  exit 0
fi
export DEBIAN_FRONTEND=noninteractive
echo "installing ${missing[*]}"
apt-get update -q >/dev/null && apt-get install -q -y --no-install-recommends "${missing[@]}" >/dev/null ||
  echo "tests/install-peers.sh: apt could not install all of: ${missing[*]}; the tests that compare with them will be skipped"
