using FijiBridge.Engine.Images;
using FijiBridge.Engine.Restoration;

namespace FijiBridge.Engine.Tests.Restoration;

[TestClass]
public sealed class BlankAreasTests
{
    [TestMethod]
    [DataRow("..abcd", "cbabcd")]
    [DataRow("abcd...", "abcdcba")]
    [DataRow("abc.....xy", "abcbabxyxy", DisplayName = "a gap, each half from its side")]
    [DataRow("a.", "aa")]
    [DataRow("....ab.", "abababa")]
    [DataRow("abc", "abc")]
    public void Mirrored_OfARow_ContinuesWhatIsBesideIt(string row, string expected)
    {
        var sources = BlankAreas.Mirrored([.. row.Select(pixel => pixel != '.')]);
        Assert.AreEqual(expected, string.Concat(sources.Select(source => row[source])));
    }

    [TestMethod]
    public void Fill_RimOfAPlane_IsTheMirroredMiddle()
    {
        var plane = new Plane(PixelType.UInt8, 4, 5, [0, 0, 0, 0, 0, 1, 2, 3, 0, 4, 5, 6, 0, 7, 8, 9, 0, 0, 0, 0]);
        BlankAreas.Fill(plane, sample => sample == 0);
        CollectionAssert.AreEqual(new byte[] { 5, 4, 5, 6, 2, 1, 2, 3, 5, 4, 5, 6, 8, 7, 8, 9, 5, 4, 5, 6 }, plane.Pixels);
    }

    [TestMethod]
    public void Fill_PlaneOfBlanks_Stays()
    {
        var plane = new Plane(PixelType.UInt8, 2, 2);
        BlankAreas.Fill(plane, sample => sample == 0);
        CollectionAssert.AreEqual(new byte[4], plane.Pixels);
    }
}
