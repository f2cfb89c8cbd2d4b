/// The columns of the store that belong to blocks. Numbers never change their meaning.
#pragma once

#include "storage/store.hpp"

namespace serinus::chain::columns {

using storage::Column;

inline constexpr Column kPointers = 16;        ///< name → what block_store.cpp says
inline constexpr Column kHeaders = 17;         ///< hash → Header
inline constexpr Column kBodies = 18;          ///< hash → Body
inline constexpr Column kJustifications = 19;  ///< hash → Justifications
inline constexpr Column kRecords = 20;         ///< hash → weight (u64), then what the consensus engine keeps
inline constexpr Column kCanonical = 21;       ///< number (big-endian u32) → hash, of the best chain
inline constexpr Column kChildren = 22;        ///< hash of the parent, hash → nothing
inline constexpr Column kOffchain = 23;  ///< key → value: what runtimes index for offchain workers, and these keep
inline constexpr Column kAux = 24;       ///< key → value: what consensus engines and gadgets keep

}  // namespace serinus::chain::columns
