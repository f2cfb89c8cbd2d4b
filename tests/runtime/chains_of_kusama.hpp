/// Copies of Kusama's runtime in one program, as chains of a network in virtual time: one is the relay chain, the
/// others stand in the places of its parachains.
///
/// The relay chain's part is done by its pallets: the queues, the checks of what a candidate commits to, inclusion, and
/// the processing of upward messages. A candidate is written to where it waits for its availability; backing and
/// availability are left out. Kusama has no pallets of a parachain, so the class Parachain reads the queues, checks the
/// chains of hashes over them, and makes the commitments. The relay chain executes what parachains send to it; what
/// they send to each other and what a test sends down is the test's: a call, which the receiver dispatches as Root.
/// Each chain begins with the genesis of the preset `local_testnet`.
#pragma once

#include <deque>
#include <map>

#include "runtime/pallets/parachains/types.hpp"
#include "runtime/sdk/call.hpp"
#include "runtime/sdk/host/native/session.hpp"
#include "runtime/xcm/simulator/network.hpp"

namespace serinus::test {

using polkadot_primitives::ParaId, polkadot_primitives::v5::CandidateCommitments;
using xcm::simulator::Chain, xcm::simulator::ChainId, xcm::simulator::Millis;

inline constexpr Millis kBlockMs = 6'000;

/// `call` as a message, in the session of its sender. The first byte is no version of XCM, with which the relay chain's
/// own messages begin.
Bytes call_message(const sdk::RuntimeCall& call);

/// A runtime of Kusama with its state and its clock.
class KusamaChain : public Chain {
  public:
    KusamaChain();

    sdk::native::Session session;

  protected:
    /// Enters the block of this time, unless it has begun: its number, and the hook of MessageQueue. In the session.
    static void begin_block(Millis now);
};

class RelayChain final : public KusamaChain {
  public:
    /// With these parachains, and a channel from each to each.
    explicit RelayChain(std::vector<ParaId> paras);

    /// Puts a message into the queue of a parachain. False: it is full.
    bool send_down(ParaId para, Bytes message);
    /// Enters the next block, at whose beginning messages of parachains are processed.
    void go_on(Millis now);
    /// Candidates whose commitments were refused.
    size_t refused() const noexcept { return refused_; }

    /// A candidate of a parachain: the number of its relay parent and its commitments.
    void receive(ChainId from, BytesView message, Millis now) override;
    /// New messages in the queues of all parachains: the sender, if it is another parachain, the block of sending,
    /// and the message.
    std::vector<Outgoing> take_outgoing() override;

  private:
    using Queue = std::vector<std::pair<sdk::BlockNumber, Bytes>>;
    using Queues = std::map<std::optional<ParaId>, Queue>;  ///< by the sender; nullopt: the relay chain

    static Queues queues_of(ParaId para);
    void include(ParaId para, sdk::BlockNumber relay_parent, const CandidateCommitments& commitments);

    std::vector<ParaId> paras_;
    std::map<ParaId, std::map<std::optional<ParaId>, size_t>> sent_;  ///< of what stands in the queues
    size_t refused_ = 0;
};

class Parachain final : public KusamaChain {
  public:
    explicit Parachain(ParaId id) : id_(id) {}

    /// Goes to the relay chain with the next candidate.
    void send_up(Bytes message) { upward_.push_back(std::move(message)); }
    /// Goes to another parachain with the next candidate that has none for it.
    void send_across(ParaId to, Bytes message) { across_[to].push_back(std::move(message)); }
    /// The next candidate claims to have read so many messages of the relay chain more than it has.
    void claim(uint32_t messages) { claimed_ = messages; }

    /// The chain of hashes over the messages of the relay chain (nullopt), or of another parachain.
    Hash256 hash_chain(std::optional<ParaId> sender) const;
    /// Messages of the relay chain that are programs in XCM.
    const std::vector<Bytes>& programs() const noexcept { return programs_; }
    /// The head of the last candidate: the root of the state.
    const Hash256& head() const noexcept { return head_; }

    void receive(ChainId from, BytesView message, Millis now) override;
    /// A candidate, if a message was read or one is to be sent.
    std::vector<Outgoing> take_outgoing() override;

  private:
    void execute(const Bytes& message);

    ParaId id_;
    std::vector<Bytes> upward_;
    std::map<ParaId, std::deque<Bytes>> across_;
    std::map<std::optional<ParaId>, Hash256> hash_chains_;
    std::vector<Bytes> programs_;
    sdk::BlockNumber relay_parent_ = 0;  ///< the last block of the relay chain that it knows
    uint32_t processed_ = 0;             ///< messages of the relay chain since the last candidate
    uint32_t claimed_ = 0;
    bool has_read_ = false;
    Hash256 head_;
};

}  // namespace serinus::test
