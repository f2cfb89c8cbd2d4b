/// A module without what its functions do: what loading compiled code needs of it.
#pragma once

#include "base/bytes.hpp"
#include "wasm/module.hpp"

namespace serinus::wasm {

enum class OutlineData : bool { kWithout, kWith };

/// A valid module with the types, imports, exports, globals, elements and function count of `module`, in which every
/// body is `unreachable`; custom sections are left out, and the data if the caller has it elsewhere. Parsing it takes a
/// small part of the time of the whole module.
Bytes outline_of(const Module& module, OutlineData data = OutlineData::kWith);

}  // namespace serinus::wasm
