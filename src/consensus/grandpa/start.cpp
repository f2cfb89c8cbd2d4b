#include "consensus/grandpa/start.hpp"

#include "consensus/grandpa/finality_proof.hpp"
#include "consensus/grandpa/voter_loop.hpp"

namespace serinus::consensus::grandpa {
namespace {

class Running final : public RunningGrandpa {
  public:
    Running(chain::Client& client, std::unique_ptr<VoterLoop> loop) : client_(&client), loop_(std::move(loop)) {}

    std::optional<VoterState> state() const override { return loop_->state(); }
    uint64_t subscribe(std::function<void(std::shared_ptr<const Bytes>)> callback) override {
        return loop_->subscribe(std::move(callback));
    }
    void unsubscribe(uint64_t id) override { loop_->unsubscribe(id); }
    Result<std::optional<Bytes>, std::string> prove_finality(BlockNumber block) override {
        return grandpa::prove_finality(*client_, loop_->sets().set(), block);
    }

    OrFailure<chain::GadgetVerdict> check_block(const BlockId& id, const primitives::Header& header) override {
        return loop_->sets().check_block(id, header);
    }
    OrFailure<bool> needs_justification(const BlockId& id) override { return loop_->sets().needs_justification(id); }
    OrFailure<chain::GadgetVerdict> begin_at_base(const BlockId& id, const primitives::Header& header,
                                                  const std::optional<chain::FinalityAuthorities>& authorities,
                                                  const chain::HeaderVerifier::CallRuntime& call) override {
        return loop_->sets().begin_at_base(id, header, authorities, call);
    }
    OrFailure<chain::GadgetVerdict> check_justification(const BlockId& id, BytesView justification) override {
        return loop_->sets().check_justification(id, justification);
    }

    void peer_joined(GossipPeer peer) override { loop_->peer_joined(peer); }
    platform::Admission receive(GossipPeer peer, Bytes message) override {
        return loop_->receive(peer, std::move(message));
    }
    void on_disconnected(GossipPeer peer) override { loop_->on_disconnected(peer); }
    void stop() override { loop_->stop(); }
    Counts counts() const override { return loop_->counts(); }

  private:
    chain::Client* client_;
    std::unique_ptr<VoterLoop> loop_;
};

}  // namespace

Result<std::unique_ptr<RunningGrandpa>, chain::ChainError> start(chain::Client& client, crypto::NodeKeys& keys,
                                                                 GrandpaOptions options) {
    TRY_ASSIGN(auto set, load_set(client));
    if (!set) return std::unique_ptr<RunningGrandpa>();
    auto loop = std::make_unique<VoterLoop>(client, keys, std::move(options), *std::move(set));
    loop->start();
    return std::unique_ptr<RunningGrandpa>(std::make_unique<Running>(client, std::move(loop)));
}

}  // namespace serinus::consensus::grandpa
