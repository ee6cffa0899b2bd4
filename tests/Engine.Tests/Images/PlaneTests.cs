using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Tests.Images;

[TestClass]
public sealed class PlaneTests
{
    [TestMethod]
    [DataRow(PixelType.UInt8)]
    [DataRow(PixelType.Int8)]
    [DataRow(PixelType.UInt16)]
    [DataRow(PixelType.Int16)]
    [DataRow(PixelType.UInt32)]
    [DataRow(PixelType.Int32)]
    public void WriteRow_LimitsOfAnIntegerType_AreKeptAndBeyondThemClamped(PixelType type)
    {
        var plane = new Plane(type, 4, 1);
        var (min, max) = type.Range();
        var clamped = plane.WriteRow(0, [min, max, min - 1, max + 1]);
        var row = new double[4];
        plane.ReadRow(0, row);
        CollectionAssert.AreEqual(new[] { min, max, min, max }, row);
        Assert.AreEqual(2, clamped);
    }

    [TestMethod]
    public void WriteRow_NotANumber_IsZeroInIntegersAndKeptInFloats()
    {
        var row = new double[1];
        var integers = new Plane(PixelType.UInt16, 1, 1);
        integers.WriteRow(0, [double.NaN]);
        integers.ReadRow(0, row);
        Assert.AreEqual(0, row[0]);
        var floats = new Plane(PixelType.Float32, 1, 1);
        floats.WriteRow(0, [double.NaN]);
        floats.ReadRow(0, row);
        Assert.IsTrue(double.IsNaN(row[0]));
    }

    [TestMethod]
    public void WriteRow_SecondRow_LeavesTheFirst()
    {
        var plane = new Plane(PixelType.Float64, 2, 2);
        plane.WriteRow(1, [1.5, -2.5]);
        CollectionAssert.AreEqual(new[] { 0, 0, 1.5, -2.5 }, plane.Samples<double>().ToArray());
    }

    [TestMethod]
    public void Constructor_WrongLength_Throws() =>
        Assert.ThrowsExactly<ArgumentException>(() => new Plane(PixelType.UInt16, 2, 2, new byte[7]));
}
