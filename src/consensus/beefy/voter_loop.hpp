/// Drives the BEEFY voter of a living chain: with what is final, the time, the keys, the disk and the other nodes.
#pragma once

#include <atomic>
#include <mutex>

#include "consensus/beefy/start.hpp"

namespace serinus::consensus::beefy {

/// Tasks run on its lane, one at a time; the public functions may be called by any thread.
class VoterLoop final : public RunningBeefy,
                        public chain::ClientListener,
                        public chain::ProofGadget,
                        public VoterChain {
  public:
    VoterLoop(chain::Client& client, crypto::NodeKeys& keys, BeefyOptions options);
    ~VoterLoop() override;

    VoterLoop(const VoterLoop&) = delete;
    VoterLoop& operator=(const VoterLoop&) = delete;

    /// Registers with the client and begins.
    void start();

    std::optional<Hash256> finalized_head() const override;
    uint64_t subscribe(std::function<void(std::shared_ptr<const Bytes>)> callback) override;
    void unsubscribe(uint64_t id) override;
    Figures figures() const override;
    void on_disconnected(GossipPeer peer) override { mailbox_.drop(peer); }
    platform::Admission receive(GossipPeer peer, Bytes message) override {
        return mailbox_.push(peer, std::move(message));
    }
    void receive_answer(BlockNumber block, Bytes proof) override;
    void stop() override;

  private:
    /// A justification that came with a block before the voter began.
    struct EarlyProof {
        chain::BlockId block;
        Bytes proof;
    };

    // chain::ClientListener, chain::ProofGadget, VoterChain
    void on_finalized(const chain::FinalizedBlocks& finalized) override;
    primitives::EngineId engine() const noexcept override { return primitives::kBeefyEngine; }
    Result<chain::MaybeRefusal, chain::ChainError> check_proof(const chain::BlockId& id, BytesView proof) override;
    void take_proof(const chain::BlockId& id, Bytes proof) override;
    std::optional<Hash256> mmr_root(BlockNumber block) const override;
    std::optional<AuthorityId> own_key(const ValidatorSet& set) const override;

    // On the lane.
    void learn_finality();
    void try_begin(const chain::BlockId& last);
    void begin(const VoterRecord& record, const chain::BlockId& last);
    void learn_sessions(const chain::BlockId& last);
    void on_message(GossipPeer peer, BytesView bytes);
    void on_answer(BlockNumber block, BytesView proof);
    void on_imported_proof(const chain::BlockId& id, const Bytes& proof);
    void handle(VoterInput first);
    bool perform(const VoterEffect& effect, std::deque<VoterInput>& inputs);
    bool prove(const Prove& prove, const KeepRecord* record);
    bool keep(const VoterRecord& record);
    std::optional<VoteReceived> cast(const CastVote& vote);
    void report(const EquivocationProof& proof);
    void send_proof(const SignedCommitment& proof, const std::optional<GossipPeer>& from, bool is_repeat) const;
    void count(const Judged& judged, bool is_vote);
    void publish();
    void arm_timer();

    chain::Client* client_;
    crypto::NodeKeys* keys_;
    BeefyOptions options_;
    std::unique_ptr<platform::Lane> lane_;
    platform::Mailbox mailbox_;
    std::atomic<bool> finality_is_posted_ = false;  ///< a task for final blocks waits already

    // Only tasks use these.
    std::unique_ptr<Voter> voter_;  ///< nullptr: the chain has no BEEFY yet, or the disk fails
    bool has_failed_ = false;       ///< the disk: never votes again
    std::vector<EarlyProof> early_;
    std::optional<GossipFilter> filter_;
    struct Timer {
        platform::TimerId id = 0;
        uint64_t at_ms = 0;
    };
    std::optional<Timer> timer_;

    mutable std::mutex mutex_;  ///< for what follows
    Figures figures_;
    std::optional<Hash256> head_;
    std::map<uint64_t, std::function<void(std::shared_ptr<const Bytes>)>> subscribers_;
    uint64_t next_subscriber_ = 1;
};

}  // namespace serinus::consensus::beefy
