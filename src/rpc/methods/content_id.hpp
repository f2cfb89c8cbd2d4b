/// Names of contents, as bitswap and IPFS write them.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace serinus::rpc {

/// What a CID says of its content.
struct ContentId {
    uint64_t version = 0;
    uint64_t codec = 0;
    uint64_t hash_function = 0;  ///< its code in the table of multicodec
    Bytes digest;
};

namespace hash_functions {
inline constexpr uint64_t kSha2_256 = 0x12;
inline constexpr uint64_t kKeccak256 = 0x1b;
inline constexpr uint64_t kBlake2b256 = 0xb220;
}  // namespace hash_functions

/// Ours. The longest CID that can be read has 86 bytes, which are 172 digits.
inline constexpr size_t kMaxContentIdBytes = 512;

/// Reads a CID of version 0 (base 58) or 1 in base 16, base 32 without padding or base 58, which tools write; of the
/// other bases none. What follows the hash is ignored. The error is the sentence of the reference's crate `cid` 0.11.
Result<ContentId, std::string> parse_content_id(std::string_view text);

}  // namespace serinus::rpc
