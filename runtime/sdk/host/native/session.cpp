#include "runtime/sdk/host/native/session.hpp"

#include <utility>

namespace serinus::sdk::native {

namespace {

Session*& entered() {
    static Session first;
    static Session* now = &first;
    return now;
}

}  // namespace

Session& session() { return *entered(); }

State& state() { return session().state; }

Entered::Entered(Session& session) : outer_(std::exchange(entered(), &session)) {
    outer_->dispatch_ = DispatchContext::exchange_outermost(session.dispatch_);
}

Entered::~Entered() {
    Session* const left = std::exchange(entered(), outer_);
    left->dispatch_ = DispatchContext::exchange_outermost(outer_->dispatch_);
}

}  // namespace serinus::sdk::native
