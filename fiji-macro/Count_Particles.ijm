// Plugins > FijiBridge > Count Particles: an example of an analysis, which shows why one restores.
// The same threshold and the same Analyze Particles count the particles of a noisy image, of the restored one and of the ground truth.
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

counts = newArray(3);
for (i = 0; i < 3; i++) counts[i] = count(folder + names[i] + ".ome.tif");

Table.create("Count Particles");
for (i = 0; i < 3; i++) {
    Table.set("Image", i, names[i]);
    Table.set("Particles", i, counts[i]);
    Table.set("Error in %", i, d2s(100 * abs(counts[i] - counts[2]) / counts[2], 1));
}
Table.update;
print("Count Particles: noisy " + counts[0] + ", restored " + counts[1] + ", ground truth " + counts[2]);

// Particles of all frames; nothing is done against the noise, so that the comparison is fair.
function count(path) {
    open(path);
    image = getImageID();
    setOption("BlackBackground", true);
    run("Convert to Mask", "method=Otsu background=Dark calculate black");
    run("Clear Results");
    run("Analyze Particles...", "size=" + smallest + "-Infinity pixel show=Nothing clear stack");
    particles = nResults;
    selectImage(image);
    close();
    return particles;
}
