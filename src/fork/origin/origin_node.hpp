/// What a fork asks of its origin, by JSON-RPC: chain_* and state_*, or archive_v1 where these are not offered. It only
/// reads.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <span>

#include "fork/origin/connection.hpp"
#include "fork/origin/origin_api.hpp"

namespace boost::json {
class array;
class object;
class value;
}  // namespace boost::json

namespace serinus::fork {

/// Any thread: calls wait for each other. A connection that is lost is made again, and what an origin refuses because
/// it is asked too much is asked again later, with fewer calls on the way; both a few times. Errors are sentences that
/// begin with the address.
class OriginNode final : public OriginApi {
  public:
    /// Ours: of all answers of one exchange. More than one message may have.
    static constexpr size_t kMaxExchangeBytes = size_t{64} << 20;

    using Connect = std::function<Result<std::unique_ptr<Connection>, std::string>()>;
    using Wait = std::function<void(uint32_t duration_ms)>;
    /// `name`: what errors call it. `wait`: between attempts. Of `limits` only how often to ask, and when to stop.
    OriginNode(std::string name, Connect connect, Wait wait, ConnectionLimits limits)
        : name_(std::move(name)),
          connect_(std::move(connect)),
          wait_(std::move(wait)),
          limits_(std::move(limits)),
          attempts_(limits_.attempts) {}

    const std::string& name() const noexcept { return name_; }
    /// How often to ask from here on, in the place of the limit.
    void set_attempts(int attempts) noexcept { attempts_ = attempts; }
    /// That were made, since the start: behind a new one may be another node.
    uint64_t connections() const noexcept { return connections_; }

    Result<ChainFacts, std::string> facts(const std::string& at) override;
    Result<Hash256, std::string> genesis_hash() override;
    Result<std::vector<std::optional<Bytes>>, std::string> values(const Hash256& block, state::Area area,
                                                                  std::span<const Bytes> keys) override;
    Result<std::vector<Bytes>, std::string> keys_after(const Hash256& block, state::Area area, BytesView key) override;
    /// Of the block with this number on its best chain; none: it does not have it. Asks once.
    Result<std::optional<Hash256>, std::string> hash_at(primitives::BlockNumber number);

    // origin_blocks.cpp
    Result<std::optional<primitives::Header>, std::string> header(const Hash256& block) override;
    Result<std::optional<primitives::Body>, std::string> body(const Hash256& block) override;
    Result<std::vector<std::optional<Hash256>>, std::string> hashes(
        std::span<const primitives::BlockNumber> numbers) override;
    Result<std::optional<Hash256>, std::string> value_hash(const Hash256& block, BytesView key) override;

  private:
    struct Calls;
    Result<void, std::string> exchange(Calls& calls) { return exchange(calls, attempts_); }
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

    using Values = std::vector<std::optional<Bytes>>;
    /// By one call for many keys. nullopt: this origin does not answer it, or not so much at a time.
    Result<std::optional<Values>, std::string> values_together(const Hash256& block, std::span<const Bytes> keys);

    /// What a method with the hash of a block answers.
    Result<boost::json::value, std::string> ask(const char* method, const char* archive_method, const Hash256& block);
    /// The extrinsics as hex texts.
    Result<primitives::Body, std::string> body_of(const boost::json::array& extrinsics) const;
    /// Error: the header of `block`, a name for people, has another hash.
    Result<void, std::string> check_hash(std::string_view block, const Hash256& hash,
                                         const primitives::Header& header) const;
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
    std::atomic<int> attempts_;
    std::atomic<uint64_t> connections_ = 0;
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
