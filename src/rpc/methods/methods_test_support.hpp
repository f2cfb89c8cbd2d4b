/// A node for tests of methods: a true chain, and fakes of what is around it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "platform/virtual_scheduler.hpp"
#include "rpc/call.hpp"
#include "rpc/services.hpp"
#include "tests/author/author.hpp"

namespace serinus::rpc::test {

class FakeSystem final : public SystemServices {
  public:
    std::string implementation_name() override { return "Serinus"; }
    std::string implementation_version() override { return "0.1.0"; }
    std::vector<std::string> node_roles() override { return {"Authority"}; }
    bool is_syncing() override { return false; }
    bool should_have_peers() override { return true; }
    SyncState sync_state() override { return {1, 2, 3}; }
    std::string local_peer_id() override { return "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp"; }
    std::vector<std::string> local_listen_addresses() override { return {"/ip4/127.0.0.1/tcp/30333"}; }
    std::vector<std::string> external_addresses() override { return {"/ip4/198.51.100.1/tcp/30333"}; }
    std::vector<PeerInfo> peers() override { return {{"QmPeer", "FULL", {Hash256(), 7}}}; }
    std::vector<std::string> reserved_peers() override { return reserved; }
    Result<void, std::string> add_reserved_peer(const std::string& address) override {
        if (address.ends_with("/")) return Err(std::string("the id is missing"));
        reserved.push_back(address.substr(address.rfind('/') + 1));
        return {};
    }
    Result<void, std::string> remove_reserved_peer(const std::string& peer_id) override {
        if (peer_id.empty()) return Err(std::string("the id is missing"));
        std::erase(reserved, peer_id);
        return {};
    }
    bool set_log_filter(const std::string& directives) override {
        if (directives == "nonsense=") return false;
        filter = directives;
        return true;
    }
    void reset_log_filter() override { filter.clear(); }

    std::string filter;
    std::vector<std::string> reserved;
};

class FakeSealing final : public authorship::Sealing {
  public:
    explicit FakeSealing(const std::unique_ptr<chain::Client>& client) : client_(client) {}

    const authorship::SealingMode& mode() const noexcept override { return mode_; }
    void seal(const authorship::SealRequest& request, SealCallback callback) override {
        requests.push_back(request);
        if (!request.create_empty) return callback(Err(authorship::SealError{12000, "Transaction pool is empty"}));
        callback(chain::BlockId{Hash256{{7}}, 1});
    }
    void set_head(const Hash256& block, SealCallback callback) override {
        const auto done = client_->set_head(block, false);
        if (!done) return callback(Err(authorship::SealError{1, done.error().reason}));
        callback(client_->best());
    }
    void between_blocks(Task task, SealCallback callback) override { callback(task()); }
    Result<bool, authorship::SealError> finalize_now(const Hash256& block,
                                                     std::optional<primitives::Justification> given) override {
        finalized = block;
        justification = std::move(given);
        return true;
    }

    Result<void, authorship::SealError> set_mode(authorship::SealingMode::Kind kind) override {
        mode_.kind = kind;
        return {};
    }
    authorship::AuthoringCounters counters() const override { return {}; }

    std::vector<authorship::SealRequest> requests;
    Hash256 finalized;
    std::optional<primitives::Justification> justification;
    authorship::SealingMode mode_{authorship::SealingMode::Kind::kManual};

  private:
    const std::unique_ptr<chain::Client>& client_;
};

/// A chain in memory with all methods on it, and one WebSocket session.
class TestNode {
  public:
    explicit TestNode(const std::string& spec);
    ~TestNode();

    /// The result of a call; `params` is JSON without its brackets. An error is a JSON object {"code", "message"…}.
    Json call(const std::string& method, const std::string& params = "");
    std::string text(const std::string& method, const std::string& params = "") {
        return boost::json::serialize(call(method, params));
    }
    /// The results of all notifications since the last time, each as JSON, in their order.
    std::vector<std::string> notifications();
    /// Builds the next block, imports it and returns its hash.
    Hash256 grow(const serinus::test::Wish& wish = {});
    void import(const primitives::SignedBlock& block);

    serinus::test::Author author;
    platform::VirtualTime time{1};
    std::unique_ptr<platform::Scheduler> scheduler = time.make_scheduler({});
    std::unique_ptr<chain::Client> client;
    std::unique_ptr<pool::TransactionPool> pool;
    crypto::NodeKeys keys{*scheduler};
    FakeSystem system;
    FakeSealing sealing{client};
    std::unique_ptr<Services> services;
    std::unique_ptr<Registry> registry;
    CallOptions options;
    std::shared_ptr<Session> session;
};

/// "0x…" in quotation marks.
std::string quoted(BytesView bytes);
inline std::string quoted(const Hash256& hash) { return quoted(BytesView(hash.bytes)); }

}  // namespace serinus::rpc::test
