#include "consensus/grandpa/follow.hpp"

namespace serinus::consensus::grandpa {

namespace {

SetKeeper::Hooks no_hooks() {
    return {.imported = [](const BlockId&) {},
            .finalized = [](const BlockId&) {},
            .paused = [](BlockNumber) {},
            .new_set = [](const BlockId&) {},
            .justification = [](const auto&) {}};
}

}  // namespace

Follower::Follower(chain::Client& client, AuthoritySet set, platform::Scheduler& scheduler)
    : client_(&client), sets_(client, std::move(set), scheduler, no_hooks()) {
    client_->add_listener(&sets_);
    client_->set_gadget(&sets_);
}

Follower::~Follower() {
    client_->set_gadget(nullptr);
    client_->remove_listener(&sets_);
}

Result<std::unique_ptr<Follower>, chain::ChainError> follow(chain::Client& client, platform::Scheduler& scheduler) {
    TRY_ASSIGN(auto set, load_set(client));
    if (!set) return std::unique_ptr<Follower>();
    return std::make_unique<Follower>(client, *std::move(set), scheduler);
}

}  // namespace serinus::consensus::grandpa
