/// The columns of the store of parachains' data. Their numbers never change their meaning.
#pragma once

#include "storage/store.hpp"

namespace serinus::services::paras::columns {

inline constexpr storage::Column kMeta = 0;        ///< by candidate that is not final: what is kept of it, and how long
inline constexpr storage::Column kData = 1;        ///< by candidate
inline constexpr storage::Column kChunks = 2;      ///< by candidate and validator (u32, big-endian)
inline constexpr storage::Column kSigned = 3;      ///< by what may be signed once: what was signed
inline constexpr storage::Column kApproval = 4;    ///< the state of approval voting
inline constexpr storage::Column kDisputes = 5;    ///< votes in disputes, and how disputes stand
inline constexpr storage::Column kScores = 6;      ///< scores of collators, as one value
inline constexpr storage::Column kFinal = 7;       ///< by candidate of a final block: as kMeta
inline constexpr storage::Column kFinalTimes = 8;  ///< since when it is final (s, u64, big-endian), then the candidate

}  // namespace serinus::services::paras::columns
