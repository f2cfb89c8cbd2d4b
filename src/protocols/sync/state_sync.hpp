/// Downloads a state in ranges, from several peers at once.
/// Spec: sect-msg-state-request
#pragma once

#include <deque>
#include <map>

#include "network/core/module.hpp"
#include "protocols/sync/state_messages.hpp"
#include "protocols/sync/state_plan.hpp"

namespace serinus::network::sync {

/// Where proofs of ranges go; state::StateDownload is behind it.
class StateSink {
  public:
    virtual ~StateSink() = default;
    /// Decodes, checks and writes the proof of an answer on another thread, one answer after the other;
    /// StateSync::on_taken() follows for each in the same order. A proof that cannot be decoded is bad.
    virtual void take(const PeerId& from, Bytes answer) = 0;
};

struct StateSyncOptions {
    link::ProtocolIndex protocol = 0;
    /// A peer is not asked for the same range again within this time. Observed: polkadot-stable2512 takes the third
    /// equal request within a minute ill.
    Millis same_request_ms = 61'000;
    Millis retry_ms = 2'000;  ///< after a request of a peer came to nothing
    size_t max_refusals = 3;  ///< of a peer one after the other: it does not have the state
    /// Of answers that wait to be checked, and of those on their way, which count as what is likely to come.
    size_t max_bytes = size_t{24} << 20;
    /// Others are asked for what a peer does not bring in this time, or in three times that of its answers before.
    Millis late_ms = 10'000;
};

/// One request a peer. A peer goes on where its answer ended, which it says itself, before the answer is checked; so
/// each has a stretch of the state of its own, and what they bring overlaps where a stretch ends. A peer with nothing
/// ahead takes the second half of the longest stretch (state_plan.hpp).
class StateSync {
  public:
    StateSync(Host& host, Module& module, StateSink& sink, const Hash256& block, std::set<state::OpenPart> open,
              const StateSyncOptions& options)
        : host_(host), module_(module), sink_(sink), block_(block), open_(std::move(open)), options_(options) {}
    ~StateSync();

    void add_peer(const PeerId& peer, Millis now);
    void remove_peer(const PeerId& peer, Millis now);
    /// False: the request is not one of these.
    bool on_request(link::RequestEvent& event, Millis now);
    using Verdict = state::StateDownload::Verdict;
    /// The outcome of a proof, and the parts still open. nullopt: this machine could not write it.
    void on_taken(const PeerId& from, std::optional<Verdict> verdict, std::set<state::OpenPart> open, Millis now);
    void plan(Millis now);
    std::optional<Millis> next_timer() const { return retry_at_; }
    size_t open_parts() const noexcept { return open_.size(); }

    enum class Outcome : uint8_t {
        kRunning,
        kComplete,
        kLost,    ///< no peer has the state any more: another block must be chosen
        kFailed,  ///< this machine cannot store it
    };
    Outcome outcome() const;

  private:
    struct Asked {
        link::RequestId request = 0;
        StatePosition start;
        std::optional<StatePosition> part = {};  ///< that the range begins with; nullopt: not known yet
        Millis at = 0;
        bool is_doubled = false;  ///< another peer was asked for the same, as that is faster
    };
    struct Peer {
        std::optional<Asked> asked;
        std::optional<StatePosition> go_on = {};  ///< where its last answer ended
        bool waits = false;                       ///< for the verdict on its last answer, which does not say its end
        Millis pause_until = 0;
        std::optional<Millis> answer_ms = {};  ///< how long its answers take
        size_t refusals = 0;
        std::map<std::vector<Bytes>, Millis> asked_before;  ///< starts of ranges, and when
        bool is_liar = false;
    };
    /// An answer that is being checked, or waits for that.
    struct Waiting {
        PeerId from;
        size_t bytes = 0;
        StateStretch stretch;
        std::optional<StatePosition> part = {};
        Bytes tail_prefix = {};  ///< see trie::RangeEnd
        size_t tail_bytes = 0;
    };

    bool can_be_asked(const Peer& peer) const { return !peer.is_liar && peer.refusals < options_.max_refusals; }
    Millis patience(const Peer& peer) const;
    bool has_room() const;
    std::vector<StateStretch> stretches(Millis now) const;
    std::optional<StatePosition> choose(Peer& peer, const StateLine& line, Millis now);
    std::optional<StatePosition> choose_late(const Peer& peer, Millis now);
    bool may_probe() const;
    bool may_ask(const Peer& peer, const StatePosition& start, Millis now) const;
    bool ask(const PeerId& id, Peer& peer, StatePosition start, std::optional<StatePosition> part, Millis now);
    void on_answer(const PeerId& id, Peer& peer, const Asked& asked, Bytes answer, Millis now);
    void note_sizes(const Waiting& answer);

    Host& host_;
    Module& module_;
    StateSink& sink_;
    Hash256 block_;
    std::set<state::OpenPart> open_;
    StateSizes sizes_;
    StateSyncOptions options_;
    std::map<PeerId, Peer> peers_;
    std::map<link::RequestId, PeerId> asked_;
    std::deque<Waiting> waiting_;  ///< in the order in which they were given to the sink
    size_t waiting_bytes_ = 0;
    std::optional<Millis> answer_ms_;  ///< of all peers
    std::optional<Millis> retry_at_;
    bool has_probed_ = false;
    bool is_failed_ = false;
};

}  // namespace serinus::network::sync
