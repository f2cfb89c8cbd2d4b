#include "consensus/grandpa/follow.hpp"

namespace serinus::consensus::grandpa {

namespace {

SetKeeper::Hooks only_random(Follower::FillRandom fill_random) {
    return {.fill_random = std::move(fill_random),
            .imported = [](const BlockId&) {},
            .finalized = [](const BlockId&) {},
            .paused = [](BlockNumber) {},
            .new_set = [](const BlockId&) {},
            .justification = [](const auto&) {}};
}

}  // namespace

Follower::Follower(chain::Client& client, AuthoritySet set, FillRandom fill_random)
    : client_(&client), sets_(client, std::move(set), only_random(std::move(fill_random))) {
    client_->add_listener(&sets_);
    client_->set_gadget(&sets_);
}

Follower::~Follower() {
    client_->set_gadget(nullptr);
    client_->remove_listener(&sets_);
}

Result<std::unique_ptr<Follower>, chain::ChainError> follow(chain::Client& client, Follower::FillRandom fill_random) {
    TRY_ASSIGN(auto set, load_set(client));
    if (!set) return std::unique_ptr<Follower>();
    return std::make_unique<Follower>(client, *std::move(set), std::move(fill_random));
}

}  // namespace serinus::consensus::grandpa
