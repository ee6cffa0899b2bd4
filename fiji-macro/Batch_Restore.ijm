// Plugins > FijiBridge > Batch Restore: restores every image of a folder with the program fijibridge, which needs no Groovy and no open images.
// In a macro: run("Batch Restore", "source=[/data/raw] destination=[/data/restored] extension=.tif model=smooth");
// A file that cannot be restored does not stop the others; a table tells what became of each.

program = programPath();
Dialog.create("Batch Restore");
Dialog.addString("Source", "", 36);
Dialog.addString("Destination", "", 36);
Dialog.addString("Extension", ".tif", 8);
Dialog.addString("Contains", "", 12);
Dialog.addString("Model", "", 16);
Dialog.addString("Parameters", "", 16);
Dialog.addString("Server", "", 24);
Dialog.addChoice("Output", newArray("Same type", "32-bit"), "Same type");
Dialog.addCheckbox("Keep_directories", true);
Dialog.addCheckbox("Overwrite", false);
Dialog.addMessage("Empty fields: all names; the default model; this computer.");
Dialog.show();
source = folder(Dialog.getString());
destination = folder(Dialog.getString());
extension = Dialog.getString();
contains = Dialog.getString();
options = optionsFile(Dialog.getString(), Dialog.getString(), Dialog.getString(), Dialog.getChoice());
keep = Dialog.getCheckbox();
overwrite = Dialog.getCheckbox();

if (!File.isDirectory(source)) stop("the source folder " + source + " does not exist.");
if (source == destination) stop("source and destination are the same folder; choose another destination.");
makeFolders(destination);
files = listed(source, "");
Table.create("Batch Restore");
good = 0;
for (i = 0; i < files.length; i++) {
    showProgress(i, files.length);
    showStatus("Restoring " + (i + 1) + " of " + files.length + ": " + files[i]);
    told = restore(files[i]);
    if (startsWith(told, "OK")) good++;
    row(i, files[i], told);
}
gone = File.delete(options);
showProgress(1);
print("Batch Restore: " + good + " of " + files.length + " images restored into " + destination);

// In batch mode nothing may wait for somebody: the sentence goes to the Log.
function stop(sentence) {
    if (!is("Batch Mode")) exit("Batch Restore: " + sentence);
    print("Batch Restore: " + sentence);
    exit();
}

function restore(name) {
    target = name;
    if (!keep) target = replace(name, "/", "_");
    if (lastIndexOf(target, "/") >= 0) makeFolders(destination + substring(target, 0, lastIndexOf(target, "/")));
    if (overwrite) told = exec(program, "restore", source + name, destination + target, "--quiet", "--format", "imagej", "@" + options, "--overwrite");
    else told = exec(program, "restore", source + name, destination + target, "--quiet", "--format", "imagej", "@" + options);
    told = String.trim(told);
    if (told == "") told = "ERROR the program " + program + " did not answer";
    return told;
}

function row(i, name, told) {
    space = indexOf(told, " ");
    if (space < 0) space = lengthOf(told) - 1;
    Table.set("File", i, name);
    Table.set("Status", i, substring(told, 0, space));
    Table.set("Message", i, substring(told, space + 1));
    Table.update;
}

// Names below the source folder, with / between folders, in alphabetical order.
function listed(root, below) {
    names = newArray(0);
    entries = getFileList(root + below);
    for (i = 0; i < entries.length; i++) {
        entry = below + entries[i];
        if (endsWith(entry, "/")) {
            deeper = listed(root, entry);
            names = Array.concat(names, deeper);
        } else if (endsWith(toLowerCase(entry), toLowerCase(extension)) && indexOf(entries[i], contains) >= 0) {
            names = Array.concat(names, entry);
        }
    }
    return names;
}

function makeFolders(path) {
    parent = File.getParent(path);
    if (!File.exists(path) && parent != "null" && parent != "" && !File.exists(parent)) makeFolders(parent);
    if (!File.exists(path)) File.makeDirectory(path);
}

function folder(path) {
    if (path == "") stop("choose a source and a destination folder.");
    path = replace(path, "\\", "/");
    if (endsWith(path, "/")) return path;
    return path + "/";
}

// Options that may be missing go through a file: exec() cannot leave arguments out.
function optionsFile(model, parameters, server, output) {
    lines = "--output-type " + replace(replace(output, "Same type", "same"), "32-bit", "float32") + "\n";
    if (model != "") lines = lines + "--model " + model + "\n";
    if (server != "") lines = lines + "--server " + server + "\n";
    parts = split(parameters, ",; ");
    if (parameters != "") for (i = 0; i < parts.length; i++) lines = lines + "--parameter " + parts[i] + "\n";
    path = replace(getDirectory("temp"), "\\", "/") + "fijibridge-" + d2s(10000000 * random, 0) + ".rsp";
    File.saveString(lines, path);
    return path;
}

// "fijibridge fiji install" writes where the program is into a file beside this macro.
function programPath() {
    places = newArray(getDirectory("imagej") + "scripts/Plugins/FijiBridge/", getDirectory("plugins") + "FijiBridge/");
    for (i = 0; i < places.length; i++) {
        if (File.exists(places[i] + "program.txt")) return String.trim(File.openAsString(places[i] + "program.txt"));
    }
    return "fijibridge";
}
