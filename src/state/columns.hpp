/// The columns of the store that belong to states; those of blocks begin at 16. Numbers never change their meaning.
#pragma once

#include "storage/store.hpp"

namespace serinus::state::columns {

using storage::Column;

inline constexpr Column kMeta = 0;          ///< name → what state_records.hpp says
inline constexpr Column kTopEntries = 1;    ///< key → form, value
inline constexpr Column kChildEntries = 2;  ///< child, key → form, value
inline constexpr Column kTopNodes = 3;      ///< position → encoding
inline constexpr Column kChildNodes = 4;    ///< child, position → encoding
inline constexpr Column kLayers = 5;        ///< row of the four above, layer → what it is there
inline constexpr Column kHistory = 6;       ///< row of the four above, block number → what it was before that block
inline constexpr Column kChangedRows = 7;   ///< layer, or number of a block → the rows that it has in 5, or in 6
inline constexpr Column kBlocks = 8;        ///< kind, hash → BlockRecord, of blocks whose state can be read
inline constexpr Column kNumbers = 9;       ///< number → hash, of those that are finalized
inline constexpr Column kForks = 10;        ///< as kLayers, of blocks that lost against finalized ones

}  // namespace serinus::state::columns
