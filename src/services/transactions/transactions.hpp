/// Transactions on a node: what is ready in the pool goes to peers, and what peers send to the pool.
#pragma once

#include <mutex>

#include "protocols/transactions/transactions.hpp"
#include "services/service.hpp"

namespace serinus::services {

class Transactions final : public Service, private network::gossip::TransactionSink {
  public:
    /// `node` must outlive it, but for the lists of protocols and services.
    explicit Transactions(NodeParts& node);
    ~Transactions() override { Transactions::stop(); }

    void connect(ModuleParts& parts) override;
    Result<void, std::string> start() override;
    void stop() override;

  private:
    using Verdicts = std::vector<std::pair<network::PeerId, network::gossip::TransactionVerdict>>;

    void submit(std::vector<network::gossip::Submissions::Submission> batch) override;
    std::optional<primitives::Extrinsic> find(const Hash256& hash) override { return pool_.find_propagated(hash); }
    std::vector<Hash256> ready() override;
    void on_verdicts(Verdicts verdicts);

    /// For callbacks of the pool, which may come when this is gone.
    struct Door {
        std::mutex mutex;
        Transactions* service = nullptr;  ///< until stop()
    };

    pool::TransactionPool& pool_;
    const network::link::NotificationIndex protocol_;
    const std::shared_ptr<Door> door_ = std::make_shared<Door>();
    ServiceNetwork* network_ = nullptr;                ///< nullptr: the node has none
    network::gossip::Transactions* gossip_ = nullptr;  ///< on the network's thread
    std::optional<uint64_t> ready_id_;
};

/// For recipes.
void add_transactions(NodeParts& node);

}  // namespace serinus::services
