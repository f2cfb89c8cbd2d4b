/// One iterative look-up: asks the closest peers that are known for closer ones, until the k closest have answered.
/// Spec: libp2p kad-dht
#pragma once

#include <map>

#include "libp2p/kademlia/key.hpp"
#include "libp2p/kademlia/messages.hpp"

namespace serinus::network::kademlia {

using Millis = uint64_t;  ///< monotonic

struct QueryOptions {
    size_t k = 20;
    size_t parallelism = 3;           ///< alpha
    bool has_disjoint_paths = false;  ///< see LookUp
    /// Ours: a peer that has not answered for so long is waited for, but another one is asked too.
    Millis slow_ms = 2'000;
    /// Ours: of all that peers name, so that peers that invent others cannot keep a look-up busy for ever.
    size_t max_asked = 160;
    size_t max_candidates = 512;
    Millis timeout_ms = 60'000;
};

class Query {
  public:
    Query(const Key& target, const PeerId& own, std::vector<PeerInfo> start, const QueryOptions& options, Millis now);

    /// Whom to ask next; nullopt: nobody for the moment. on_answer() or on_failure() must follow.
    std::optional<PeerInfo> next(Millis now);
    /// Answers of peers that were not asked, or that answered already, are ignored.
    void on_answer(const PeerId& from, const std::vector<PeerInfo>& closer);
    void on_failure(const PeerId& peer);
    /// The peer that next() named is not asked after all.
    void skip(const PeerId& peer);
    /// No more peers are asked: the caller has its result.
    void finish() noexcept { is_finished_ = true; }

    bool is_over(Millis now) const;
    /// When is_over() or next() may change by time alone; nullopt: never.
    std::optional<Millis> next_timer(Millis now) const;
    /// Those that answered, the closest first, at most k.
    std::vector<PeerInfo> closest() const;
    const Key& target() const noexcept { return target_; }
    size_t asked() const noexcept { return asked_; }
    size_t answered() const noexcept { return answered_; }

  private:
    enum class State : uint8_t { kNew, kAsked, kAnswered, kFailed };
    struct Candidate {
        PeerInfo info;
        State state = State::kNew;
        Millis asked_at = 0;
        bool is_from_start = false;
    };

    void add(const PeerInfo& info, bool is_from_start);
    Candidate* find(const PeerId& peer);

    Key target_;
    PeerId own_;
    QueryOptions options_;
    Millis begin_;
    std::map<Key, Candidate> candidates_;  ///< by their distance to the target
    size_t asked_ = 0, answered_ = 0;
    bool is_finished_ = false;
};

}  // namespace serinus::network::kademlia
