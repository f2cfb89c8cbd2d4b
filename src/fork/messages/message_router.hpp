/// Messages between the chains of one process: which ones wait for which chain, as blocks come and go.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <tuple>
#include <vector>

#include "base/bytes.hpp"

namespace serinus::fork {

enum class MessageKind : uint8_t { kDownward, kUpward, kHorizontal };

/// What a block sends. Chains are named by their place in the router.
struct SentMessage {
    size_t receiver = 0;
    MessageKind kind = MessageKind::kDownward;
    uint32_t sent_at = 0;  ///< the number of the sender's block
    Bytes data;
};

struct WaitingMessage {
    size_t sender = 0;
    Hash256 block;       ///< the sender's, which sent it
    uint32_t index = 0;  ///< among what that block sent
    MessageKind kind = MessageKind::kDownward;
    uint32_t sent_at = 0;
    std::shared_ptr<const Bytes> data;

    /// What makes it this message and no other one.
    auto id() const noexcept { return std::tie(sender, block, index); }
};

/// Sans-I/O. For a chain wait, in the order of their senders' blocks, the messages that the best chains of the others
/// have sent and its own best chain has not received. So a message arrives once; those of a block that is abandoned
/// before they arrived are withdrawn; those that an abandoned block had received wait again.
///
/// The caller tells of each change of a chain's best block, block by block, as a route between the two goes.
class MessageRouter {
  public:
    /// Ours. Of what waits for one chain; also the size of what is remembered of the blocks that received something,
    /// for a head that goes back: what was received before that does not wait again.
    struct Limits {
        size_t max_messages = 10'000;
        size_t max_bytes = size_t{64} << 20;
    };

    MessageRouter(size_t chain_count, Limits limits) : limits_(limits), waiting_(chain_count), received_(chain_count) {}

    struct Enacted {
        std::map<size_t, size_t> arrived = {};  ///< how many messages wait newly, by receiver
        size_t lost = 0;                        ///< for which there was no room
    };
    /// A block became part of the best chain of `chain`, above the last one.
    Enacted enact(size_t chain, const Hash256& block, std::vector<SentMessage> sent);
    /// The last block of the best chain of `chain` is no part of it any more.
    void retract(size_t chain, const Hash256& block);

    /// For a block on the best chain: the oldest messages of these kinds, at least one if any waits, not more than
    /// `max_bytes` otherwise. They wait until such a block is enacted.
    std::vector<WaitingMessage> next(size_t chain, const std::set<MessageKind>& kinds, size_t max_bytes) const;
    /// This block has received these messages. `is_enacted`: enact() was told of it before.
    void receive(size_t chain, const Hash256& block, std::vector<WaitingMessage> messages, bool is_enacted = false);

    const std::deque<WaitingMessage>& waiting(size_t chain) const { return waiting_[chain].messages; }

  private:
    struct Queue {
        std::deque<WaitingMessage> messages = {};
        size_t bytes = 0;
    };
    struct Receipt {
        Hash256 block;
        bool is_enacted = false;
        std::vector<WaitingMessage> messages;
    };
    struct Receipts {
        std::deque<Receipt> blocks = {};  ///< the latest last
        size_t messages = 0;
        size_t bytes = 0;
    };
    Receipt* find_receipt(size_t chain, const Hash256& block);
    bool has_received(size_t chain, const WaitingMessage& message) const;
    void remove(size_t chain, const std::vector<WaitingMessage>& messages);

    Limits limits_;
    std::vector<Queue> waiting_;      ///< by receiver
    std::vector<Receipts> received_;  ///< by receiver
    /// Blocks that sent something, and whether they are part of the best chain.
    std::map<std::pair<size_t, Hash256>, bool> senders_;
};

}  // namespace serinus::fork
