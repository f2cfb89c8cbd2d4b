/// Downloads a state in ranges, from several peers at once.
/// Spec: sect-msg-state-request
#pragma once

#include <functional>
#include <map>

#include "network/core/module.hpp"
#include "network/sync/state_messages.hpp"
#include "network/sync/state_sizes.hpp"
#include "state/state_download.hpp"

namespace serinus::network::sync {

/// Where proofs of ranges go; state::StateDownload is behind it.
class StateSink {
  public:
    virtual ~StateSink() = default;
    /// Decodes, checks and writes the proof of an answer on another thread; StateSync::on_taken() follows. A proof that
    /// cannot be decoded is bad.
    virtual void take(const PeerId& from, Bytes answer) = 0;
};

struct StateSyncOptions {
    link::ProtocolIndex protocol = 0;
    /// A peer is not asked for the same range again within this time. Observed: polkadot-stable2512 takes the third
    /// equal request within a minute ill.
    Millis same_request_ms = 61'000;
    Millis retry_ms = 2'000;  ///< after a request of a peer came to nothing
    size_t max_refusals = 3;  ///< of a peer one after the other: it does not have the state
    /// On their way or being written, of all peers. Each is 4 MiB, seldom more, and several times that while its proof
    /// is decoded and written, one after the other.
    size_t max_requests = 6;
    /// What a request on its way is likely to bring is asked of nobody else, unless it takes longer than this.
    Millis late_ms = 10'000;
};

/// One request a peer. Each begins in the middle of the largest run of open parts between those that are asked for, by
/// what they seem to hold, so peers that answer go on next to each other and what they bring overlaps little.
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
    /// What became of a proof, and what is open now. nullopt: this machine could not write it.
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
    struct Peer {
        std::optional<link::RequestId> request;
        std::optional<state::OpenPart> part;  ///< that the range begins with that is asked for, or being written
        Millis asked_at = 0;
        size_t answer_bytes = 0;  ///< of the answer that is being written
        Millis pause_until = 0;
        size_t refusals = 0;
        std::map<std::vector<Bytes>, Millis> asked;  ///< starts of ranges, and when
        bool is_liar = false;
    };

    struct Choice;
    std::optional<state::OpenPart> choose(const Peer& peer, Millis now) const;
    void on_answer(const PeerId& id, Peer& peer, Bytes answer, Millis now);
    void note_size(const Peer& peer, const std::set<state::OpenPart>& before);

    Host& host_;
    Module& module_;
    StateSink& sink_;
    Hash256 block_;
    std::set<state::OpenPart> open_;
    StateSizes sizes_;
    StateSyncOptions options_;
    std::map<PeerId, Peer> peers_;
    std::map<link::RequestId, PeerId> asked_;
    std::optional<Millis> retry_at_;
    bool is_failed_ = false;
};

}  // namespace serinus::network::sync
