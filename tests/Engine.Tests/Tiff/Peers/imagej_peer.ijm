// Makes a hyperstack with everything that ImageJ keeps in a TIFF, and tells what ImageJ finds in files.
// Argument: "make|FILE|REPORT" or "tell|LIST|REPORT", LIST being a text file with one path a line. The report ends with "done".
args = split(getArgument(), "|");
setBatchMode(true);
if (args[0] == "make") make(args[1]);
paths = newArray(args[1]);
if (args[0] == "tell") paths = split(File.openAsString(args[1]), "\n");
report = "";
for (i = 0; i < paths.length; i++) {
    found = tell(paths[i]);
    report = report + found + "----\n";
}
File.saveString(report + "done\n", args[2]);

function make(path) {
    newImage("stack", "16-bit composite-mode", 23, 19, 2, 4, 3);
    for (n = 1; n <= nSlices; n++) {
        setSlice(n);
        for (y = 0; y < 19; y++) for (x = 0; x < 23; x++) setPixel(x, y, (x * 7 + y * 31 + n * 101) % 6000);
        setMetadata("Label", "plane " + n);
    }
    setVoxelSize(0.125, 0.125, 0.5, "micron");
    Stack.setFrameInterval(2.5);
    Stack.setChannel(1); run("Green"); setMinAndMax(10, 5000);
    Stack.setChannel(2); run("Magenta"); setMinAndMax(20, 4000);
    setMetadata("Info", "made by a test\nwith two lines");
    makeRectangle(2, 3, 5, 6); run("Add Selection...");
    makePolygon(1, 1, 8, 2, 4, 9);
    saveAs("Tiff", path);
    close();
}

function tell(path) {
    open(path);
    Stack.getDimensions(width, height, channels, slices, frames);
    getVoxelSize(w, h, d, unit);
    text = "size " + width + " " + height + " " + channels + " " + slices + " " + frames + " bits " + bitDepth() + "\n";
    text += "voxel " + w + " " + h + " " + d + " " + unit + " interval " + Stack.getFrameInterval() + "\n";
    text += "info " + getMetadata("Info") + "\n";
    text += "overlay " + Overlay.size + " selection " + selectionType() + "\n";
    if (selectionType() >= 0) { getSelectionBounds(x, y, sw, sh); text += "bounds " + x + " " + y + " " + sw + " " + sh + "\n"; }
    run("Select None");
    for (n = 1; n <= nSlices; n++) {
        setSlice(n);
        sum = 0;
        for (y = 0; y < height; y++) for (x = 0; x < width; x++) sum += getPixel(x, y) * (1 + x + y * width);
        text += "plane " + n + " " + getMetadata("Label") + " " + sum + "\n";
    }
    for (c = 1; c <= channels; c++) {
        if (channels > 1) Stack.setChannel(c);
        getLut(reds, greens, blues);
        getMinAndMax(min, max);
        text += "channel " + c + " lut " + reds[255] + " " + greens[255] + " " + blues[255] + " range " + min + " " + max + "\n";
    }
    close();
    return text;
}
