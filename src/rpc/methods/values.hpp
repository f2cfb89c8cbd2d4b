/// Values of the chain as the legacy JSON-RPC writes them.
/// Observed: polkadot 1.25.1: the serde forms of sp_core, sp_runtime and sp_version, on which tools rely byte by byte.
#pragma once

#include "executor/runtime_version.hpp"
#include "pool/pool.hpp"
#include "primitives/block.hpp"
#include "rpc/registry.hpp"

namespace serinus::rpc {

/// "0x7f00"
Json hex(BytesView bytes);
inline Json hex(const Hash256& hash) { return hex(BytesView(hash.bytes)); }
/// Null without a value.
Json hex_or_null(const std::optional<Bytes>& bytes);

/// "0x1f", without leading zeros: numbers of blocks.
Json hex_number(uint64_t number);
Json hex_number(uint128_t number);
/// "31": balances that JSON's numbers cannot hold.
std::string decimal(uint128_t number);

Json hash_list(const std::vector<Hash256>& hashes);
Json bytes_list(const std::vector<Bytes>& list);

/// Without the hash; digest items are SCALE.
Json header_json(const primitives::Header& header);
/// Extrinsics have their length before them; the bytes of a justification are numbers.
Json signed_block_json(const primitives::Header& header, const primitives::Body& body,
                       const std::optional<primitives::Justifications>& justifications);
Json runtime_version_json(const executor::RuntimeVersion& version);
Json transaction_status_json(const pool::TransactionStatus& status);

}  // namespace serinus::rpc
