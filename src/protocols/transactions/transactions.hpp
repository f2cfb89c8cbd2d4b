/// Transactions: what is ready in the pool goes to the peers that do not know it, one a notification.
/// Spec: sect-msg-transactions; RFC-56
/// Observed: polkadot-stable2407, sc-network-transactions
#pragma once

#include <deque>
#include <functional>

#include "primitives/block.hpp"
#include "protocols/gossip/known_set.hpp"
#include "protocols/gossip/sync_peers.hpp"
#include "protocols/transactions/submissions.hpp"

namespace serinus::network::gossip {

/// The pool, as the gossip uses it. The calls may come back later, on any thread; nothing is waited for.
class TransactionSink {
  public:
    virtual ~TransactionSink() = default;
    /// Submits as from outside. Transactions::on_verdict() tells the outcome of each.
    virtual void submit(std::vector<Submissions::Submission> batch) = 0;
    /// The transaction, if it is still in the pool.
    virtual std::optional<primitives::Extrinsic> find(const Hash256& hash) = 0;
    /// All that may be sent to others, in the order of the pool.
    virtual std::vector<Hash256> ready() = 0;
};

/// The outcome of a transaction of a peer.
enum class TransactionVerdict : uint8_t {
    kNew,
    kKnown,
    kBad,   ///< provably
    kNone,  ///< not looked at for lack of room, or nothing is known of it
};

inline constexpr Report kMalformedTransactions{kMalicious, "Malformed transactions"};
/// Ours: 64 within some seconds are a ban.
inline constexpr Report kBadTransaction{Reputation::kThreshold / 64, "Bad transaction"};
/// Of each transaction that is looked at, given back for a good one. Ours in its size: what the bounds let through of a
/// peer whose transactions all find a full pool is no ban.
/// Observed: polkadot-stable2407: sc-network-transactions: ANY_TRANSACTION, ANY_TRANSACTION_REFUND, GOOD_TRANSACTION
inline constexpr Report kTransactionPrice{-(1 << 10), "Transaction"};
inline constexpr Report kTransactionRefund{1 << 10, "Transaction"};
inline constexpr Report kGoodTransaction{(1 << 10) + (1 << 7), "Good transaction"};

struct TransactionsOptions {
    link::NotificationIndex protocol = 0;
    Role role = Role::kFull;
    size_t max_known_per_peer = 10'240;             ///< Observed: polkadot-stable2407: the reference's
    size_t max_known_per_light_peer = 512;          ///< which are sent nothing, so only what they sent is known of them
    size_t max_pending_per_peer = 8'192;            ///< hashes that wait to be sent; the oldest are dropped
    size_t max_submitted_per_peer = 256;            ///< without a verdict yet; more are dropped
    SubmissionLimits submissions = {};              ///< but `max_of_peer`
    uint64_t bytes_per_second = uint64_t{1} << 20;  ///< that one peer is sent
    /// Transactions of one message that are looked at; what follows them is ignored.
    /// Observed: polkadot-stable2407: MAX_PENDING_TRANSACTIONS of the reference
    uint32_t max_per_message = 8'192;
    /// Ours: transactions of one peer that are looked at, each second and at once. What exceeds it in a message is
    /// ignored, and no further message is read for a while.
    uint64_t looked_at_per_second = 2'048, looked_at_at_once = 8'192;
    /// After the protocol has opened with a peer, and after a synchronisation, all that is ready is sent to the peers
    /// that lack it. Observed: polkadot-stable2407: PROPAGATE_TIMEOUT of sc-network-transactions
    Millis propagate_ms = 2'900;
};

/// While the node synchronises, transactions of peers are ignored: the pool has no state to judge them by, and other
/// nodes have them. Its own are held until then. Observed: polkadot-stable2407: sc-network-transactions,
/// on_transactions and propagate_transactions
///
/// Peers without block announces are not heard: an offer of theirs waits for the announces, which may be on their way.
/// Observed: polkadot-stable2407: the reference has the protocol in a set of reserved peers, which are those of block
/// announces, light ones too
class Transactions final : public Module, public SyncPeerListener {
  public:
    Transactions(Host& host, TransactionSink& sink, std::function<bool()> is_syncing,
                 const TransactionsOptions& options);

    /// A transaction is ready in the pool.
    void on_ready(const Hash256& hash, Millis now);
    /// Of transactions that peers sent, in the order in which the pool had them.
    void on_verdicts(const std::vector<std::pair<PeerId, TransactionVerdict>>& all, Millis now);
    void on_verdict(const PeerId& from, TransactionVerdict verdict, Millis now) { on_verdicts({{from, verdict}}, now); }

    void on_sync_peer(const PeerId& peer, Role role, Millis now) override;
    void on_sync_peer_gone(const PeerId& peer, Millis now) override;
    void on_notification(link::NotificationEvent event, Millis now) override;
    void on_timer(Millis now) override;
    std::optional<Millis> next_timer() const override;

    size_t peer_count() const noexcept { return peers_.size(); }
    /// Transactions of peers that were decoded and hashed, since the start.
    uint64_t looked_at() const noexcept { return looked_at_; }
    const Submissions& submissions() const noexcept { return submissions_; }

  private:
    struct Peer {
        bool is_light = false;  ///< is sent nothing
        bool is_open = false;
        KnownSet known;
        std::deque<Hash256> pending;
        size_t submitted = 0;
        bool is_held = false;   ///< no message of it is read
        int64_t allowance = 0;  ///< bytes that may be sent now; a message may be longer: then it is negative
        Millis allowance_at = 0;
        std::optional<Millis> wake;
        std::optional<Millis> release_at;  ///< while it is held for what it sent too fast
        uint64_t may_look_at = 0;          ///< of `looked_at_at_once`
        Millis may_look_since = 0;
    };

    void receive(const PeerId& id, Peer& peer, BytesView message, Millis now);
    /// How many of a message were looked at; false: it is malformed.
    bool look_at(const PeerId& id, Peer& peer, BytesView message, uint32_t& looked_at);
    void refill(Peer& peer, Millis now) const;
    void submit();
    void judge(const PeerId& from, TransactionVerdict verdict, Millis now);
    void hold(const PeerId& id, Peer& peer, Millis now);
    void release(const PeerId& id, Peer& peer, Millis now);
    void propagate_later(Millis now);
    void propagate(Millis now);
    void queue(const PeerId& id, Peer& peer, const Hash256& hash, Millis now);
    void pump(const PeerId& id, Peer& peer, Millis now);

    Host& host_;
    TransactionSink& sink_;
    std::function<bool()> is_syncing_;
    TransactionsOptions options_;
    std::map<PeerId, Peer> peers_;
    Submissions submissions_;
    uint64_t looked_at_ = 0;
    std::optional<Millis> propagate_at_;
};

}  // namespace serinus::network::gossip
