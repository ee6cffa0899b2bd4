#!/usr/bin/env bash
# The path of somebody who meets the program for the first time: a fresh clone, the commands of README.md, a restored image in ImageJ.
# Every step is timed; the times stand in fiji-macro/README.md. Every command is looked up in README.md first, so that it leads along this path.
# ImageJ is Debian's with Groovy; a class of the tests stands in for the menu of Fiji. Ports are free ones instead of 50051 and 50052.
#   bash tests/first-user.sh
set -euo pipefail

repository=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT

# step "what it is" command...
step() {
    local what=$1 start=$EPOCHREALTIME
    shift
    if ! "$@" > "$work/log" 2>&1; then
        echo "failed: $what"
        tail -20 "$work/log"
        exit 1
    fi
    echo "$start $EPOCHREALTIME $what" | awk '{ printf "%6.1f s  ", $2 - $1; $1 = $2 = ""; print substr($0, 3) }'
}

# The command as it stands in the README, or the path would be another.
in_readme() {
    grep -qF -- "    $1" "$repository/README.md" || { echo "README.md does not say: $1"; exit 1; }
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

serves() {
    until (exec 3<> "/dev/tcp/127.0.0.1/$web_port") 2> "$work/connect"; do
        kill -0 "$server" || return 1
        sleep 0.1
    done
}

fresh_imagej() {
    mkdir -p "$imagej/plugins" "$imagej/jars"
    ln -s /usr/share/java/ij.jar "$imagej/ij.jar"
    # By this jar Fiji is known.
    ln -s /usr/share/java/groovy-all.jar "$imagej/jars/scripting-groovy-1.0.jar"
    java -cp /usr/share/java/groovy-all.jar:/usr/share/java/ij.jar org.codehaus.groovy.tools.FileSystemCompiler \
        -d "$imagej/plugins" "$repository/tests/first_user_menu.groovy"
}

in_imagej() {
    cd "$imagej"
    xvfb-run -a -s '-screen 0 1280x900x24' java -Duser.home="$work" -Dplugins.dir="$imagej" -Dfirst.sample="$work/clone/fijibridge-demo/noisy.ome.tif" \
        -Dfirst.server="127.0.0.1:$web_port" -Dfirst.report="$work/report" -cp "ij.jar:jars/scripting-groovy-1.0.jar" ij.ImageJ -eval 'run("First User");'
    grep -q '^done$' "$work/report" || { cat "$work/report"; return 1; }
}

in_readme 'dotnet run -c Release --project Bridge -- demo'
in_readme 'dotnet publish Bridge -c Release -o out'
in_readme 'fijibridge fiji install /path/to/Fiji'
in_readme 'fijibridge serve'

imagej=$work/Fiji
begin=$EPOCHREALTIME
step 'git clone' git clone -q "$repository" "$work/clone"
cd "$work/clone"
step 'dotnet run -c Release --project Bridge -- demo (builds, npm fetches ONNX Runtime, the demo is restored)' dotnet run -c Release --project Bridge -- demo
step 'dotnet publish Bridge -c Release -o out' dotnet publish Bridge -c Release -o out
fresh_imagej
step 'fijibridge fiji install' out/fijibridge fiji install "$imagej"
grpc_port=$(free_port) web_port=$(free_port)
out/fijibridge serve --grpc-port "$grpc_port" --web-port "$web_port" --spool "$work/spool" --data "$work/data" > "$work/server" 2>&1 &
server=$!
step 'fijibridge serve, until it answers' serves
step 'ImageJ: start, open noisy.ome.tif, Restore Image, OK, the result is there' in_imagej
sed '/^done$/d; s/^/          /' "$work/report"
echo "$begin $EPOCHREALTIME" | awk '{ printf "%6.1f s  in all\n", $2 - $1 }'
