using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Tests.Ir;

public class IrValidatorTests
{
    [Theory]
    [InlineData("jump b1\nb1:\njump b0", "f, b0: nothing leads to the entry")]
    [InlineData("return v1\nb1:\nv1: i32 = const 1\nreturn v1", "f, b0: v1 is not defined on every way to its use")]
    [InlineData("v0: i32 = add v1, v1\nv1: i32 = const 1\nreturn v0", "f, b0, v0: i32 = add v1, v1: v1 is not defined on every way to its use")]
    [InlineData("v0: i32 = const 1\nv1: i64 = add v0, v0\nreturn v0", "f, b0, v1: i64 = add v0, v0: integers of one type")]
    [InlineData("v0: i32 = const 1\nv1: i32 = add v0\nreturn v0", "f, b0, v1: i32 = add v0: it has another number of arguments than its operation takes")]
    [InlineData("v0: i32 = const 4294967295\nreturn v0",
        "f, b0, v0: i32 = const 4294967295: a constant fits its type: a Bool is 0 or 1, an I32 is kept with its sign, a pointer is null")]
    [InlineData("v0: i64 = const 1\nreturn v0", "f, b0: a return has an operand of the function's result type")]
    [InlineData("v0: i32 = const 1\nbranch v0, b1, b2\nb1:\nfault\nb2:\nfault", "f, b0: a branch leads to two blocks by a Bool")]
    [InlineData("v0: i32 = param 1\nreturn v0", "f, b0, v0: i32 = param 1: there is no parameter of that number and type")]
    [InlineData("v0: i32 = const 1\njump b1\nb1:\nv1: i32 = phi\nreturn v1", "f, b1, v1: i32 = phi: a phi has one argument for each predecessor of its block")]
    [InlineData("v0: i32 = const 1\njump b1\nb1:\nv2: i32 = const 1\nv1: i32 = phi b0: v0\nreturn v1",
        "f, b1, v1: i32 = phi b0: v0: phis stand first in their block")]
    public void Validate_OfABrokenRule_NamesThePlaceAndTheRule(string body, string message)
    {
        Function function = IrParser.Parse($"function f(i64): i32 {{\nb0:\n{body}\n}}").Functions[0];

        Assert.Equal(message, Assert.Throws<IrValidationException>(() => IrValidator.Validate(function)).Message);
    }

    [Fact]
    public void Validate_OfAPhiUsedAroundALoop_Accepts() => IrValidator.Validate(IrParser.Parse("""
        function f(): void {
        b0:
            v0: i32 = const 0
            jump b1
        b1:
            v1: i32 = phi b0: v0, b2: v2
            v2: i32 = add v1, v1
            v3: bool = slt v2, v0
            branch v3, b2, b3
        b2:
            jump b1
        b3:
            return
        }
        """));

    [Fact]
    public void Validate_OfAValueThatKnowsAnotherBlock_Throws()
    {
        Function function = IrParser.Parse("function f(): void {\nb0:\nv0: i32 = const 0\njump b1\nb1:\nreturn\n}").Functions[0];
        function.Blocks[1].Values.Add(function.Blocks[0].Values[0]);

        Assert.Equal("a value knows the block it stands in", Assert.Throws<IrValidationException>(() => IrValidator.Validate(function)).Problem);
    }
}
