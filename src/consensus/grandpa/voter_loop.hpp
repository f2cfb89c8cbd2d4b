/// Drives the voters of a living chain: one set after the other, with the time, the keys, the disk and the other nodes.
#pragma once

#include <atomic>
#include <deque>

#include "consensus/grandpa/set_keeper.hpp"
#include "consensus/grandpa/start.hpp"

namespace serinus::consensus::grandpa {

/// Tasks run on its lane, one at a time; the other functions may be called by any thread.
class VoterLoop {
  public:
    VoterLoop(chain::Client& client, crypto::NodeKeys& keys, GrandpaOptions options, AuthoritySet set);
    ~VoterLoop();

    VoterLoop(const VoterLoop&) = delete;
    VoterLoop& operator=(const VoterLoop&) = delete;

    /// Registers with the client and begins.
    void start();
    /// Leaves the client; nothing runs afterwards. Not from a task of its lane.
    void stop();

    SetKeeper& sets() noexcept { return sets_; }
    std::optional<VoterState> state() const;
    RunningGrandpa::Counts counts() const;
    platform::Admission receive(GossipPeer peer, Bytes message) { return mailbox_.push(peer, std::move(message)); }
    void peer_joined(GossipPeer peer);
    void on_disconnected(GossipPeer peer);
    uint64_t subscribe(std::function<void(std::shared_ptr<const Bytes>)> callback);
    void unsubscribe(uint64_t id);

  private:
    /// The voter of one set, which holds the address of its chain.
    struct Session {
        Session(VoterLoop& loop, std::shared_ptr<const VoterSet> voters, VoterRecords records, Millis now,
                const VoterOptions& options);

        SetId set_id;
        std::optional<AuthorityId> identity;
        ClientVoterChain chain;
        Voter voter;
    };

    SetKeeper::Hooks hooks();
    void notify_justification(const std::shared_ptr<const Bytes>& justification);

    // On the lane.
    void begin_session();
    void begin_set(const BlockId& base);
    MessageVerdict consider(GossipPeer peer, const GossipMessage& message) const;
    void on_message(GossipPeer peer, BytesView bytes);
    void send(const std::optional<GossipPeer>& peer, const GossipMessage& message,
              const std::optional<GossipPeer>& from) const;
    void report_verdict(GossipPeer peer, MessageVerdict verdict);
    void pause(BlockNumber signalled_at);
    void handle(const VoterInput& input);
    bool perform(VoterEffect& effect, std::deque<VoterInput>& inputs);
    bool keep_records(const KeepRecords& keep);
    std::optional<VoteReceived> cast(const CastVote& vote);
    bool finalize(Finalize what);
    void report(const EquivocationProof& proof);
    void arm_timer();
    void on_timer();
    std::optional<AuthorityId> own_key(const VoterSet& voters) const;
    ByteArray<32> random() const;

    chain::Client* client_;
    crypto::NodeKeys* keys_;
    GrandpaOptions options_;
    VotingRules rules_;
    SetKeeper sets_;
    std::unique_ptr<platform::Lane> lane_;
    struct Timer {
        platform::TimerId id = 0;
        uint64_t at_ms = 0;
    };
    std::optional<Timer> timer_;  ///< that is set; only tasks change it
    PeerViews peers_;             ///< of all sets; only tasks use it
    uint64_t key_check_at_ms_ = 0;
    std::atomic<bool> import_is_posted_ = false;  ///< a task for imported blocks waits already

    platform::Mailbox mailbox_;

    std::mutex finalized_mutex_;
    std::optional<BlockId> finalized_;  ///< the highest that a waiting task will hand to the voter

    mutable std::mutex session_mutex_;  ///< for `session_`, which only tasks change
    std::unique_ptr<Session> session_;
    RunningGrandpa::Counts counts_;

    std::mutex subscribers_mutex_;
    std::map<uint64_t, std::function<void(std::shared_ptr<const Bytes>)>> subscribers_;
    uint64_t next_subscriber_ = 1;
};

}  // namespace serinus::consensus::grandpa
