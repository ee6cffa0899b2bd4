namespace FijiBridge.Bridge.Commands.Demo;

/// <summary>What the demo leaves in its folder.</summary>
internal sealed record DemoFiles(string Folder)
{
    public string Noisy => Path.Combine(Folder, "noisy.ome.tif");

    public string Restored => Path.Combine(Folder, "restored.ome.tif");

    public string Truth => Path.Combine(Folder, "truth.ome.tif");

    public string Picture => Path.Combine(Folder, "side-by-side.png");
}
