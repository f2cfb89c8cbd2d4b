/// Forks of one process that send each other messages: a relay chain and its parachains.
#pragma once

#include <mutex>

#include "chain/client/client.hpp"
#include "chain/import/inherents.hpp"
#include "fork/fork_client.hpp"
#include "fork/messages/chain_messages.hpp"
#include "fork/messages/message_router.hpp"

namespace serinus::fork {

/// Messages for one block.
struct BlockMessages {
    std::vector<DownwardMessage> downward = {};
    std::map<uint32_t, std::vector<Bytes>> horizontal = {};  ///< by sender
    UpwardMessages upward = {};
};
/// Those that a developer gives for a block, without any that wait.
BlockMessages messages_of(const chain::GivenMessages& given);

class MessageExchange;

/// The place of one fork in an exchange. Its author asks here what the next block receives; what its blocks send goes
/// to the others. Any thread; calls wait for each other.
class MessagePort {
  public:
    MessagePort(std::shared_ptr<MessageExchange> exchange, size_t chain)
        : exchange_(std::move(exchange)), chain_(chain) {}

    /// From now on messages come and go. The client must live until close().
    void open(chain::Client& client);
    /// Called when messages arrived; until close().
    void when_due(std::function<void()> block_due);
    void close();

    /// For a block on `parent` that is made now: what is given, and what waits of the kinds that are not.
    BlockMessages take(const chain::BlockId& parent, const chain::GivenMessages& given);
    /// The block was made with what was taken last, and is imported.
    void on_authored(const chain::BlockId& block);

    /// The other parachains of the exchange, to which channels are open.
    std::set<uint32_t> other_parachains() const;
    /// Of a relay chain: what changes under a block on `parent`, so that its state says of the parachains what they
    /// are: queues without what their best chains have received, and their heads, if it knows them.
    Result<state::ChangeSet, std::string> view_of_parachains(const chain::BlockId& parent, const ReadValue& read);

  private:
    std::shared_ptr<MessageExchange> exchange_;
    size_t chain_;
};

/// Joins forks: first all join(), then connect().
class MessageExchange : public std::enable_shared_from_this<MessageExchange> {
  public:
    /// What the fork is, its state says: a parachain has a ParachainInfo, a relay chain the pallet Paras. nullptr: it
    /// is neither. The error is a sentence.
    Result<std::shared_ptr<MessagePort>, std::string> join(const std::string& name, const Fork& fork);
    /// Messages flow from now on if there is one relay chain at most, and two chains at least. The sentence says who is
    /// connected, or why nobody is; empty: there is nobody to connect.
    std::string connect();

  private:
    friend class MessagePort;
    struct Chain {
        std::string name;
        std::optional<uint32_t> para = {};  ///< nullopt: the relay chain
        chain::Client* client = nullptr;    ///< nullptr: not open
        std::function<void()> block_due = {};
        Hash256 head = {};                       ///< the best block that the router knows
        std::vector<WaitingMessage> taken = {};  ///< for the block that is made
    };

    bool is_open(size_t chain) const { return router_ != nullptr && chains_[chain].client != nullptr; }
    std::optional<size_t> find_para(uint32_t para) const;
    /// Follows the best chains of all. Returns the chains for which messages arrived.
    std::set<size_t> follow_all();
    void follow(size_t chain, std::set<size_t>& arrived);
    void enact(size_t chain, const chain::BlockId& block, std::set<size_t>& arrived);
    std::vector<SentMessage> sent_by(size_t chain, const chain::BlockId& block);
    void call_due(const std::set<size_t>& chains);

    std::mutex mutex_;
    std::vector<Chain> chains_;
    std::unique_ptr<MessageRouter> router_;  ///< nullptr: not connected
};

}  // namespace serinus::fork
