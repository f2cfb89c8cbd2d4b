/// Transactions that are kept in the pool until their client stops that (transaction_v1_broadcast).
#pragma once

#include <map>
#include <mutex>
#include <set>

#include "rpc/services.hpp"

namespace serinus::rpc {

/// Keeps each of them in the pool: submits it at once, and again after each new best block if the pool could not take
/// it, or lost it, for a reason that may pass. Of a transaction that was refused, or has come to its end, only the
/// operation is kept, as the client is not told. Any thread.
class Broadcasts final : public chain::ClientListener, public std::enable_shared_from_this<Broadcasts> {
  public:
    explicit Broadcasts(Services& services);
    ~Broadcasts() override;
    Broadcasts(const Broadcasts&) = delete;
    Broadcasts& operator=(const Broadcasts&) = delete;
    /// Once, before all else.
    void start() { services_.client.add_listener(this); }

    /// The name of the operation; nullopt: the connection has as many as may be, or the memory of clients is used up.
    /// Ends with the connection.
    std::optional<std::string> begin(const std::shared_ptr<Connection>& connection, BytesView transaction);
    /// Takes it out of the pool too. False: the connection has no such operation.
    bool stop(const Connection& connection, const std::string& id);

    void on_imported(const chain::ImportedBlock& block) override;
    void on_best_changed(const chain::BestChanged& change) override;

  private:
    struct Broadcast {
        uint64_t connection = 0;
        std::optional<primitives::Extrinsic> extrinsic;  ///< nullopt: there is nothing to submit any more
        Charge charge;                                   ///< of the extrinsic
        std::optional<uint64_t> watch;                   ///< in the pool
        bool is_waiting = false;                         ///< for a new best block

        void forget_extrinsic() {
            extrinsic.reset();
            charge = {};
        }
    };
    void submit(const std::string& id);
    void post_submit_waiting();
    void submit_waiting();
    void wait_or_forget(Broadcast& broadcast, bool may_be_taken_later);
    void on_status(const std::string& id, const pool::TransactionStatus& status);
    void end_all_of(uint64_t connection);

    Services& services_;
    std::unique_ptr<platform::Lane> lane_;  ///< submits again
    std::mutex mutex_;
    std::map<std::string, Broadcast> all_;
    std::set<uint64_t> connections_;  ///< whose end is waited for
    size_t waiting_ = 0;
};

}  // namespace serinus::rpc
