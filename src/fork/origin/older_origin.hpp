/// The blocks of the origin before the first one of the fork.
#pragma once

#include "chain/client/older_blocks.hpp"
#include "chain/store/lru_cache.hpp"
#include "fork/origin/remote_origin.hpp"

namespace serinus::fork {

/// Headers have their hash; which block has a number, what is in its body and in its state is the word of the origin.
/// What was asked for is kept in the cache. Any thread.
class OlderOrigin final : public chain::OlderBlocks {
  public:
    /// `facts`: of the fork; `base`: its first state, whose code is not fetched again for older blocks. `node`: nullptr
    /// for what is in the cache alone.
    OlderOrigin(ChainFacts facts, std::shared_ptr<Cache> cache, std::shared_ptr<OriginApi> node,
                std::shared_ptr<state::Origin> base, size_t max_listed_bytes = RemoteOrigin::kMaxListedBytes)
        : facts_(std::move(facts)),
          cache_(std::move(cache)),
          node_(std::move(node)),
          codes_(std::make_shared<Codes>(cache_, node_, std::move(base))),
          max_listed_bytes_(max_listed_bytes) {}

    Read<std::shared_ptr<const primitives::Header>> header(const Hash256& block) override;
    Read<std::optional<primitives::Body>> body(const Hash256& block) override;
    Read<std::vector<std::optional<Hash256>>> hashes(std::span<const primitives::BlockNumber> numbers) override;
    Read<std::unique_ptr<state::BlockState>> state(const Hash256& block) override;
    bool is_at_hand(const Hash256& block) override;
    bool is_at_hand(primitives::BlockNumber number) override;

    /// As Origin::fetch_with, of all these states.
    void fetch_with(platform::Scheduler& scheduler);

  private:
    /// The codes of runtimes, which many blocks have in common and which are large: by their hash, each once.
    class Codes {
      public:
        Codes(std::shared_ptr<Cache> cache, std::shared_ptr<OriginApi> node, std::shared_ptr<state::Origin> base)
            : cache_(std::move(cache)), node_(std::move(node)), base_(std::move(base)) {}
        /// Outer nullopt: this origin does not tell the hash alone.
        Result<std::optional<std::optional<Bytes>>, std::string> of(const Hash256& block);

      private:
        Result<std::optional<Hash256>, std::string> hash_of(const Hash256& block);
        Result<Hash256, std::string> base_hash();

        std::shared_ptr<Cache> cache_;
        std::shared_ptr<OriginApi> node_;
        std::shared_ptr<state::Origin> base_;
        std::mutex mutex_;
        std::optional<Hash256> base_hash_;
    };
    class OlderState;

    Result<std::optional<primitives::Header>, std::string> find_header(const Hash256& block);
    /// Without asking; outer nullopt: it is not known.
    Result<std::optional<primitives::Header>, std::string> known_header(const Hash256& block);
    Result<std::optional<Hash256>, std::string> known_hash(primitives::BlockNumber number);
    bool is_before_fork(primitives::BlockNumber number) const { return number < facts_.header.number.value; }

    static constexpr size_t kKeptStates = 64;  ///< those that are open; what was fetched of others is in the cache

    const ChainFacts facts_;
    const std::shared_ptr<Cache> cache_;
    const std::shared_ptr<OriginApi> node_;
    const std::shared_ptr<Codes> codes_;
    const size_t max_listed_bytes_;
    std::mutex mutex_;
    platform::Scheduler* scheduler_ = nullptr;
    chain::LruCache<std::shared_ptr<state::Origin>> states_{kKeptStates};
};

}  // namespace serinus::fork
