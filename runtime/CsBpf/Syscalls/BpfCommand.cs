namespace CsBpf.Syscalls;

/// <summary>The kernel's <c>enum bpf_cmd</c>, as far as it is used here.</summary>
internal enum BpfCommand
{
    MapCreate = 0,
    MapLookupElement = 1,
    MapUpdateElement = 2,
    MapDeleteElement = 3,
    MapGetNextKey = 4,
    ProgramLoad = 5,
    ObjectPin = 6,
    ObjectGet = 7,
    ProgramTestRun = 10,
    ProgramGetDescriptorById = 13,
    MapGetDescriptorById = 14,
    ObjectGetInfo = 15,
    RawTracepointOpen = 17,
    BtfLoad = 18,
    BtfGetDescriptorById = 19,
    MapLookupAndDeleteElement = 21,
    MapFreeze = 22,
    BtfGetNextId = 23,
    MapLookupBatch = 24,
    LinkCreate = 28,
    LinkUpdate = 29,
    LinkGetDescriptorById = 30,
    IteratorCreate = 33,
    LinkDetach = 34,
}
