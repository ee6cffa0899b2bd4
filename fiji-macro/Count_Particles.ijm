// Plugins > FijiBridge > Count Particles: an example of an analysis, which shows why one restores.
// The same threshold and the same Analyze Particles count the particles of a noisy image, of the restored one and of the ground truth; and how
// well do the masks agree with that of the ground truth?
// Make the images with "fijibridge demo", then: run("Count Particles", "folder=[.../fijibridge-demo] smallest=8");

Dialog.create("Count Particles");
Dialog.addString("Folder of the demo", "", 36);
Dialog.addNumber("Smallest particle", 8, 0, 6, "pixels");
Dialog.show();
folder = replace(Dialog.getString(), "\\", "/");
smallest = Dialog.getNumber();
if (!endsWith(folder, "/")) folder = folder + "/";
names = newArray("noisy", "restored", "truth");
for (i = 0; i < 3; i++) {
    if (!File.exists(folder + names[i] + ".ome.tif")) exit("Count Particles: " + folder + names[i] + ".ome.tif is missing; make it with fijibridge demo.");
}

// The ground truth first: the others are laid over its mask.
counts = newArray(3);
areas = newArray(3);
overlaps = newArray(3);
truth = mask(folder + names[2] + ".ome.tif");
for (i = 2; i >= 0; i--) {
    current = truth;
    if (i < 2) current = mask(folder + names[i] + ".ome.tif");
    counts[i] = particles(current);
    areas[i] = area(current);
    overlaps[i] = common(current, truth) * 2 / (areas[i] + areas[2]);
    if (i < 2) closeImage(current);
}
closeImage(truth);

Table.create("Count Particles");
for (i = 0; i < 3; i++) {
    Table.set("Image", i, names[i]);
    Table.set("Particles", i, counts[i]);
    Table.set("Error in %", i, d2s(100 * abs(counts[i] - counts[2]) / counts[2], 1));
    Table.set("Area in %", i, d2s(100 * areas[i], 1));
    Table.set("Overlap (Dice)", i, d2s(overlaps[i], 3));
}
Table.update;
for (i = 0; i < 3; i++) print("Count Particles: " + names[i] + " " + counts[i] + ", area " + d2s(100 * areas[i], 1) + " %, overlap with the ground truth " + d2s(overlaps[i], 3));

// Nothing is done against the noise, so that the comparison is fair.
function mask(path) {
    open(path);
    setOption("BlackBackground", true);
    run("Convert to Mask", "method=Otsu background=Dark calculate black");
    return getImageID();
}

// Of all frames.
function particles(image) {
    selectImage(image);
    run("Clear Results");
    run("Analyze Particles...", "size=" + smallest + "-Infinity pixel show=Nothing clear stack");
    return nResults;
}

// Share of all pixels of all frames that are white.
function area(image) {
    selectImage(image);
    if (nSlices == 1) getStatistics(pixels, mean);
    else Stack.getStatistics(voxels, mean);
    return mean / 255;
}

// The same of those that are white in both.
function common(one, other) {
    if (nSlices == 1) imageCalculator("AND create", one, other);
    else imageCalculator("AND create stack", one, other);
    both = getImageID();
    share = area(both);
    closeImage(both);
    return share;
}

function closeImage(image) {
    selectImage(image);
    close();
}
