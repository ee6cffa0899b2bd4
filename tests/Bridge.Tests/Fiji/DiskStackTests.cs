namespace FijiBridge.Bridge.Tests.Fiji;

/// <summary>Results that do not fit into ImageJ's memory stay in a file.</summary>
[TestClass]
public sealed class DiskStackTests
{
    [TestMethod]
    public async Task DiskStack_ReadsPlanesFromItsFile_AndHoldsItNotOpen()
    {
        using var imageJ = new ImageJ();
        var printed = await imageJ.RunHeadlessAsync("disk_stack.groovy");
        StringAssert.Contains(printed, "second plane: [2312, 2826, 3340, 3854], first again: [256, 770, 1284, 1798]");
        StringAssert.Contains(printed, "colours: [ff0c1014, ff0d1115, ff0e1216, ff0f1317]");
        StringAssert.Contains(printed, "open: 0");
        StringAssert.Contains(printed, "values: [-990.0, -980.0, -970.0, -960.0]");
        StringAssert.Contains(printed, "fijibridge.Failure: The result does not fit into memory, and cannot be written into the folder for temporary files, /tmp (No space left on device): make room there");
    }
}
