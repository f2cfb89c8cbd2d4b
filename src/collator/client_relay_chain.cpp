#include "collator/client_relay_chain.hpp"

namespace serinus::collator {
namespace {

class ClientRelayState final : public RelayState {
  public:
    explicit ClientRelayState(std::unique_ptr<state::BlockState> state) : state_(std::move(state)), local_(*state_) {}

    Result<std::optional<Bytes>, state::StateError> get(BytesView key) override { return local_.get(key); }
    Result<trie::StorageProof, state::StateError> prove(std::span<const Bytes> keys) override {
        return local_.prove(keys);
    }
    Result<trie::StorageProof, state::StateError> prove_child(BytesView child, std::span<const Bytes> keys) override {
        return local_.prove_child(child, keys);
    }

  private:
    std::unique_ptr<state::BlockState> state_;
    LocalRelayState local_;
};

}  // namespace

/// Hears the client for one listener.
class ClientRelayChain::Ear final : public chain::ClientListener {
  public:
    explicit Ear(RelayChainListener& listener) : listener_(listener) {}

    void on_imported(const chain::ImportedBlock& block) override {
        using Origin = chain::BlockOrigin;
        const bool is_recent = block.origin == Origin::kNetworkBroadcast || block.origin == Origin::kOwn;
        listener_.on_block({.id = block.id, .header = block.header, .is_recent = is_recent});
        if (block.is_new_best) listener_.on_best(block.id);
    }
    void on_best_changed(const chain::BestChanged& change) override { listener_.on_best(change.best); }
    void on_finalized(const chain::FinalizedBlocks& blocks) override {
        listener_.on_final(blocks.blocks.back());
        if (blocks.new_best) listener_.on_best(*blocks.new_best);
    }

  private:
    RelayChainListener& listener_;
};

ClientRelayChain::ClientRelayChain(chain::Client& client) : client_(client) {}
ClientRelayChain::~ClientRelayChain() = default;

Result<std::shared_ptr<const primitives::Header>, std::string> ClientRelayChain::find_header(const Hash256& block) {
    auto found = client_.find_header(block);
    if (!found) return Err(found.error().reason);
    return *std::move(found);
}

Result<std::unique_ptr<RelayState>, std::string> ClientRelayChain::state_of(const Hash256& block) {
    auto state = client_.state_of(block);
    if (!state) return Err(state.error().reason);
    return std::unique_ptr<RelayState>(std::make_unique<ClientRelayState>(*std::move(state)));
}

void ClientRelayChain::add_listener(RelayChainListener& listener) {
    auto ear = std::make_unique<Ear>(listener);
    client_.add_listener(ear.get());
    const std::lock_guard lock(mutex_);
    ears_.emplace(&listener, std::move(ear));
}

void ClientRelayChain::remove_listener(RelayChainListener& listener) {
    std::unique_ptr<Ear> ear;
    {
        const std::lock_guard lock(mutex_);
        const auto found = ears_.extract(&listener);
        if (found.empty()) return;
        ear = std::move(found.mapped());
    }
    client_.remove_listener(ear.get());
}

}  // namespace serinus::collator
