/// What a fork asks of its origin, by JSON-RPC: chain_* and state_*, or archive_v1 where these are not offered. It only
/// reads.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <span>

#include "codec/scale.hpp"
#include "fork/connection.hpp"
#include "primitives/block.hpp"
#include "state/backend.hpp"

namespace boost::json {
class array;
class object;
}  // namespace boost::json

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

/// Any thread: calls wait for each other. A connection that is lost is made again, and what an origin refuses because
/// it is asked too much is asked again later, with fewer calls on the way; both a few times. Errors are sentences that
/// begin with the address.
class OriginNode {
  public:
    /// Ours: values of one exchange, that are on the way at the same time.
    static constexpr size_t kMaxAtOnce = 256;
    static constexpr size_t kPageKeys = 512;
    /// Ours: of all answers of one exchange. More than one message may have.
    static constexpr size_t kMaxExchangeBytes = size_t{64} << 20;

    using Connect = std::function<Result<std::unique_ptr<Connection>, std::string>()>;
    using Wait = std::function<void(uint32_t duration_ms)>;
    /// `name`: what errors call it. `wait`: between attempts. Of `limits` only how often to ask, and when to stop.
    OriginNode(std::string name, Connect connect, Wait wait, ConnectionLimits limits)
        : name_(std::move(name)), connect_(std::move(connect)), wait_(std::move(wait)), limits_(std::move(limits)) {}

    /// Of the block with this number or hash in hex; empty: of the best one.
    Result<ChainFacts, std::string> facts(const std::string& at);
    /// That of block 0; asks once.
    Result<Hash256, std::string> genesis_hash();
    /// At most kMaxAtOnce keys. The value of the first one alone if those of all are too large together.
    Result<std::vector<std::optional<Bytes>>, std::string> values(const Hash256& block, state::Area area,
                                                                  std::span<const Bytes> keys);
    /// The keys after `key`, ascending, at most kPageKeys; fewer: there are no more.
    Result<std::vector<Bytes>, std::string> keys_after(const Hash256& block, state::Area area, BytesView key);

  private:
    struct Calls;
    Result<void, std::string> exchange(Calls& calls) { return exchange(calls, limits_.attempts); }
    Result<void, std::string> exchange(Calls& calls, int attempts);
    Result<void, std::string> exchange_once(Calls& calls);
    /// What answers nothing of ours, in one exchange.
    struct Strays {
        size_t messages = 0, late_events = 0;
        bool was_last = false;  ///< the last message was one of these
    };
    Result<void, std::string> take_answer(Calls& calls, std::map<uint64_t, size_t>& waiting, Strays& strays);
    Result<void, std::string> take_event(Calls& calls, std::map<uint64_t, size_t>& waiting,
                                         const boost::json::object& message, Strays& strays);

    /// By one call for many keys. nullopt: this origin does not answer it, or not so much at a time.
    Result<std::optional<std::vector<std::optional<Bytes>>>, std::string> values_together(const Hash256& block,
                                                                                          std::span<const Bytes> keys);

    /// The extrinsics as hex texts; checks the hashes of the headers.
    Result<ChainFacts, std::string> with_body(ChainFacts facts, const boost::json::array& extrinsics) const;

    // The same by archive_v1 (origin_archive.cpp).
    Result<void, std::string> exchange_archived(Calls& calls);
    Result<ChainFacts, std::string> archived_facts(const std::string& at);
    Result<std::vector<std::optional<Bytes>>, std::string> archived_values(const Hash256& block, state::Area area,
                                                                           std::span<const Bytes> keys);
    Result<std::vector<Bytes>, std::string> archived_keys_after(const Hash256& block, state::Area area, BytesView key);
    /// Keys of a page, checked; errors are sentences.
    Result<std::vector<Bytes>, std::string> page_of(const boost::json::array& keys, BytesView after) const;
    void count_fetched(size_t count);

    std::string name_;
    Connect connect_;
    Wait wait_;
    ConnectionLimits limits_;
    std::mutex mutex_;
    size_t window_ = kMaxAtOnce;  ///< calls on the way at a time
    bool has_answered_ = false;   ///< once: an origin that is away now may come back
    /// It lacks chain_* or state_*, and is asked by archive_v1.
    std::atomic<bool> is_archive_ = false;
    std::atomic<bool> lacks_query_ = false;  ///< it has no state_queryStorageAt
    size_t fetched_ = 0;                     ///< values, since the start
    std::unique_ptr<Connection> connection_;
    uint64_t last_id_ = 0;
};

}  // namespace serinus::fork
