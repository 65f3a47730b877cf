namespace CsBpf;

/// <summary>What <see cref="Bpf.Loop(uint, LoopAction)"/> does in each round.</summary>
/// <param name="index">The number of the round, from 0.</param>
[Callback]
public delegate void LoopAction(uint index);

/// <summary>What <see cref="Bpf.Loop(uint, LoopCondition)"/> does in each round.</summary>
/// <param name="index">The number of the round, from 0.</param>
/// <returns>True to go on, false to make this the last round.</returns>
[Callback]
public delegate bool LoopCondition(uint index);

/// <summary>What is done with each entry of a map.</summary>
/// <param name="key">The key.</param>
/// <param name="value">The value in its slot.</param>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TValue">The value.</typeparam>
[Callback(Skipped = 1)]
public delegate void EntryAction<TKey, TValue>(in TKey key, ref TValue value);

/// <summary>What is done with each entry of a map, until one is the last.</summary>
/// <param name="key">The key.</param>
/// <param name="value">The value in its slot.</param>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TValue">The value.</typeparam>
/// <returns>True to go on, false to make this the last entry.</returns>
[Callback(Skipped = 1)]
public delegate bool EntryCondition<TKey, TValue>(in TKey key, ref TValue value);
