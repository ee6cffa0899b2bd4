// More Tools >> FijiBridge: two buttons in the toolbar, Restore and Train. A double click on Restore opens its settings.
// Where the command Restore Image is in the menu (Fiji), the button runs it. Elsewhere (plain ImageJ) the program fijibridge does the work: the
// image is saved to a temporary file, restored, and opened. The image itself is not touched.

var model = call("ij.Prefs.get", "fijibridge.button.model", "");
var server = call("ij.Prefs.get", "fijibridge.button.server", "");

macro "Restore Action Tool - C06cD22D32D42D52D23D43D24D44D54D25D35D45D26D36D56D27D67Cc60D8aD9aDaaDbaD8bDbbD8cD9cDacDbcD8dDbdD8eDbeC999D69D78D87D96" {
    if (nImages == 0) exit("There is no image open: open the image that is to be restored.");
    List.setCommands;
    if (List.get("Restore Image") != "") run("Restore Image");
    else restoreWithProgram();
}

macro "Restore Action Tool Options" {
    Dialog.create("FijiBridge");
    Dialog.addString("Model", model, 20);
    Dialog.addString("Server", server, 28);
    Dialog.addMessage("Empty fields: the default model; this computer.");
    Dialog.show();
    model = Dialog.getString();
    server = Dialog.getString();
    call("ij.Prefs.set", "fijibridge.button.model", model);
    call("ij.Prefs.set", "fijibridge.button.server", server);
}

macro "Train a Model Action Tool - C06cT4d14T" {
    List.setCommands;
    if (List.get("Train Model") == "") exit("Training from here needs Fiji; elsewhere the program does it: fijibridge train");
    run("Train Model");
}

function restoreWithProgram() {
    title = getTitle();
    program = programPath();
    base = replace(getDirectory("temp"), "\\", "/") + "fijibridge-" + d2s(10000000 * random, 0);
    saveCopy(base + ".tif");
    options = "--quiet\n--format imagej\n";
    if (model != "") options = options + "--model " + model + "\n";
    if (server != "") options = options + "--server " + server + "\n";
    File.saveString(options, base + ".rsp");
    showStatus("Restoring " + title + " with " + program);
    told = String.trim(exec(program, "restore", base + ".tif", base + "-restored.tif", "--quiet", "@" + base + ".rsp"));
    gone = File.delete(base + ".tif");
    gone = File.delete(base + ".rsp");
    if (!startsWith(told, "OK")) exit("Restore: " + told);
    open(base + "-restored.tif");
    rename(stem(title) + "-restored");
    gone = File.delete(base + "-restored.tif");
    print("Restore: " + told);
}

// Saving the image itself would give it another name.
function saveCopy(path) {
    image = getImageID();
    // Duplicate takes the selected part only.
    selected = selectionType() >= 0;
    if (selected) run("Select None");
    run("Duplicate...", "title=fijibridge-copy duplicate");
    saveAs("Tiff", path);
    close();
    selectImage(image);
    if (selected) run("Restore Selection");
}

function stem(title) {
    dot = lastIndexOf(title, ".");
    if (dot > 0) return substring(title, 0, dot);
    return title;
}

// "fijibridge fiji install" writes where the program is into a file among the scripts.
function programPath() {
    places = newArray(getDirectory("imagej") + "scripts/Plugins/FijiBridge/", getDirectory("plugins") + "FijiBridge/");
    for (i = 0; i < places.length; i++) {
        if (File.exists(places[i] + "program.txt")) return String.trim(File.openAsString(places[i] + "program.txt"));
    }
    return "fijibridge";
}
