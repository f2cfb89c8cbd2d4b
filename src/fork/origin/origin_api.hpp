/// What a fork asks of the chain that it is a fork of.
#pragma once

#include <span>
#include <string>

#include "codec/scale.hpp"
#include "primitives/block.hpp"
#include "state/backend.hpp"

namespace serinus::fork {

/// What a fork must know of a chain beside its state.
struct ChainFacts {
    primitives::Header genesis;
    Hash256 genesis_hash;
    primitives::Header header;  ///< of the block where the fork begins
    Hash256 hash;
    primitives::Body body;
    std::string name;        ///< system_chain
    std::string properties;  ///< system_properties: JSON
};

/// Any thread. Errors are sentences that name who was asked.
class OriginApi {
  public:
    /// Ours: values of one call, and calls of one exchange that are on the way at the same time.
    static constexpr size_t kMaxAtOnce = 256;
    /// Ours: values of one exchange, by several calls.
    static constexpr size_t kMaxValues = 4 * kMaxAtOnce;
    static constexpr size_t kPageKeys = 512;

    virtual ~OriginApi() = default;
    /// Of the block with this number or hash in hex; empty: of the best one.
    virtual Result<ChainFacts, std::string> facts(const std::string& at) = 0;
    /// That of block 0; asks once.
    virtual Result<Hash256, std::string> genesis_hash() = 0;
    /// At most kMaxValues keys. The values of the first ones, at least one, if those of all are too large together or
    /// the origin gives them one by one.
    virtual Result<std::vector<std::optional<Bytes>>, std::string> values(const Hash256& block, state::Area area,
                                                                          std::span<const Bytes> keys) = 0;
    /// The keys after `key`, ascending, at most kPageKeys; fewer: there are no more.
    virtual Result<std::vector<Bytes>, std::string> keys_after(const Hash256& block, state::Area area,
                                                               BytesView key) = 0;

    // Blocks before that of the fork.
    /// nullopt: there is no such block. The header has this hash.
    virtual Result<std::optional<primitives::Header>, std::string> header(const Hash256& block) = 0;
    virtual Result<std::optional<primitives::Body>, std::string> body(const Hash256& block) = 0;
    /// At most kMaxAtOnce numbers.
    virtual Result<std::vector<std::optional<Hash256>>, std::string> hashes(
        std::span<const primitives::BlockNumber> numbers) = 0;
    /// Of a value of the top area; nullopt: there is none, or hashes alone are not told.
    virtual Result<std::optional<Hash256>, std::string> value_hash(const Hash256& block, BytesView key) = 0;
};

}  // namespace serinus::fork
