/// What headers that JSON-RPC servers send say of the relay chain: which blocks are new, which is the best one, which
/// is final. No I/O: the headers of blocks that were missed are asked for by effects.
///
/// Servers are behind each other, send the same block twice, and may lie. Bounded: blocks that are known, headers that
/// are fetched for one that was missed, headers in a time.
#pragma once

#include <deque>
#include <memory>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "chain/store/block_store.hpp"

namespace serinus::collator {

class RelayBlocks {
  public:
    /// By which subscription a header has come.
    enum class Source : uint8_t { kAll, kBest, kFinal };

    struct NewBlock {
        chain::BlockId id;
        std::shared_ptr<const primitives::Header> header;
    };
    struct NewBest {
        chain::BlockId id;
    };
    struct NewFinal {
        chain::BlockId id;
    };
    /// The answer goes to on_fetched(), before any other header.
    struct Fetch {
        Hash256 hash;
    };
    using Effect = std::variant<NewBlock, NewBest, NewFinal, Fetch>;
    using Effects = std::vector<Effect>;

    // Ours.
    static constexpr size_t kMaxKnown = 1'024;
    static constexpr size_t kMaxMissed = 32;  ///< with more of them between only these are told of
    /// Headers at once, and in each second. A server that was away tells of each block that has become final meanwhile.
    static constexpr uint64_t kMaxBurst = 16'384, kMaxEachSecond = 64;

    /// Errors: what the server must not do, as the end of a sentence that begins with its name.
    using Verdict = Result<void, std::string>;

    Verdict on_header(Source source, const primitives::Header& header, uint64_t now, Effects& out);
    /// `header` nullopt: the server does not have it.
    Verdict on_fetched(const Hash256& asked, const std::optional<primitives::Header>& header, Effects& out);
    /// Nothing more comes of the server that was asked.
    void on_lost() noexcept { missed_.clear(); }

    /// nullopt: none was told.
    const std::optional<chain::BlockId>& best() const noexcept { return best_; }
    const std::optional<chain::BlockId>& finalized() const noexcept { return final_; }

  private:
    using HeaderPtr = std::shared_ptr<const primitives::Header>;
    struct Missed {
        Hash256 hash;
        HeaderPtr header;
    };
    bool take_turn(uint64_t now) noexcept;
    bool is_anchored(const primitives::Header& header) const;
    void go_back(Effects& out);
    void tell(Effects& out);
    void conclude(Source source, const chain::BlockId& block, Effects& out);
    void remember(const Hash256& hash);

    std::set<Hash256> known_;
    std::deque<Hash256> order_;  ///< of known_, the oldest first
    std::optional<chain::BlockId> best_, final_;
    std::vector<Missed> missed_;  ///< from the header that has come back to the oldest; empty: nothing is asked for
    Source source_ = Source::kAll;
    uint64_t tokens_ = kMaxBurst, counted_at_ = 0;
};

}  // namespace serinus::collator
