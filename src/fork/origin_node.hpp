/// What a fork asks of its origin, by JSON-RPC. It only reads.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <span>

#include "codec/scale.hpp"
#include "fork/connection.hpp"
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

/// Any thread: calls wait for each other. A connection that is lost is made again, and what an origin refuses because
/// it is asked too much is asked again later, with fewer calls on the way; both a few times. Errors are sentences that
/// begin with the address.
class OriginNode {
  public:
    /// Ours: values of one exchange, that are on the way at the same time.
    static constexpr size_t kMaxAtOnce = 256;
    static constexpr size_t kPageKeys = 512;

    using Connect = std::function<Result<std::unique_ptr<Connection>, std::string>()>;
    using Wait = std::function<void(uint32_t duration_ms)>;
    /// `name`: what errors call it. `wait`: between attempts.
    OriginNode(std::string name, Connect connect, Wait wait = pause, int attempts = ConnectionLimits().attempts)
        : name_(std::move(name)), connect_(std::move(connect)), wait_(std::move(wait)), attempts_(attempts) {}

    /// Of the block with this number or hash in hex; empty: of the best one.
    Result<ChainFacts, std::string> facts(const std::string& at);
    /// At most kMaxAtOnce keys.
    Result<std::vector<std::optional<Bytes>>, std::string> values(const Hash256& block, state::Area area,
                                                                  std::span<const Bytes> keys);
    /// The keys after `key`, ascending, at most kPageKeys; fewer: there are no more.
    Result<std::vector<Bytes>, std::string> keys_after(const Hash256& block, state::Area area, BytesView key);

  private:
    struct Calls;
    Result<void, std::string> exchange(Calls& calls);
    Result<void, std::string> exchange_once(Calls& calls);
    Result<void, std::string> take_answer(Calls& calls, std::map<uint64_t, size_t>& waiting, size_t& strays);
    void count_fetched(size_t count);

    std::string name_;
    Connect connect_;
    Wait wait_;
    int attempts_;
    std::mutex mutex_;
    size_t window_ = kMaxAtOnce;  ///< calls on the way at a time
    bool has_answered_ = false;   ///< once: an origin that is away now may come back
    size_t fetched_ = 0;          ///< values, since the start
    std::unique_ptr<Connection> connection_;
    uint64_t last_id_ = 0;
};

}  // namespace serinus::fork
