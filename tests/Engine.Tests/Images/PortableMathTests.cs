using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Tests.Images;

[TestClass]
public sealed class PortableMathTests
{
    [TestMethod]
    public void ExpLogSinCos_ManyArguments_AreTheSystemsToRounding()
    {
        for (var x = -30.0; x < 30; x += 0.0371)
        {
            Assert.AreEqual(1, PortableMath.Exp(x) / Math.Exp(x), 1e-13);
            Assert.AreEqual(Math.Sin(x), PortableMath.Sin(x), 1e-13);
            Assert.AreEqual(Math.Cos(x), PortableMath.Cos(x), 1e-13);
            Assert.AreEqual(Math.Log(Math.Exp(x)), PortableMath.Log(Math.Exp(x)), 1e-13);
        }
    }

    [TestMethod]
    public void Atan2_AllDirections_IsTheSystemsToRounding()
    {
        for (var angle = -3.14; angle < 3.14; angle += 0.013)
            Assert.AreEqual(angle, PortableMath.Atan2(5 * Math.Sin(angle), 5 * Math.Cos(angle)), 1e-12);
    }

    [TestMethod]
    [DataRow(0, 0.0)]
    [DataRow(1, 0.0)]
    [DataRow(5, 4.787491742782046)]
    [DataRow(20, 42.335616460753485)]
    [DataRow(170, 706.5730622457874)]
    public void LogFactorial_KnownValues_AreMet(int k, double expected) => Assert.AreEqual(expected, PortableMath.LogFactorial(k), 1e-10);
}
