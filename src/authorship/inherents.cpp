#include "authorship/inherents.hpp"

#include "runtime_api/parachain_host/parachain_host.hpp"

namespace serinus::authorship {
namespace {

using chain::ChainError;
using chain::InherentContext;

class CommonInherents final : public chain::InherentProvider {
  public:
    Result<void, ChainError> provide(const InherentContext& context, InherentData& data) override {
        for (auto& [identifier, value] : common_inherents(context.timestamp_ms)) data[identifier] = value;
        return {};
    }
};

class SlotInherent final : public chain::InherentProvider {
  public:
    explicit SlotInherent(const InherentIdentifier& identifier) : identifier_(identifier) {}
    Result<void, ChainError> provide(const InherentContext& context, InherentData& data) override {
        if (context.slot) data[identifier_] = scale::encode(*context.slot);
        return {};
    }

  private:
    InherentIdentifier identifier_;
};

class Parachains final : public chain::InherentProvider {
  public:
    explicit Parachains(std::shared_ptr<ParachainsSource> source) : source_(std::move(source)) {}
    Result<void, ChainError> provide(const InherentContext& context, InherentData& data) override {
        if (!context.has_api(runtime_api::parachain_host::kValidators.api())) return {};
        ParachainsData known;
        if (source_) known = source_->data_for(context.parent);
        data[kParachainsInherent] = scale::encode(polkadot_primitives::v9::InherentData{
            .bitfields = std::move(known.bitfields),
            .backed_candidates = std::move(known.backed_candidates),
            .disputes = std::move(known.disputes),
            .parent_header = context.parent_header,
        });
        return {};
    }

  private:
    std::shared_ptr<ParachainsSource> source_;
};

}  // namespace

InherentData common_inherents(uint64_t timestamp_ms) {
    InherentData data;
    data[kTimestampInherent] = scale::encode(timestamp_ms);
    // Observed: runtimes before polkadot v0.9.38 have the pallet Authorship read it.
    data[kUnclesInherent] = scale::encode(std::vector<primitives::Header>());
    return data;
}

std::shared_ptr<chain::InherentProvider> provide_common_inherents() { return std::make_shared<CommonInherents>(); }

std::shared_ptr<chain::InherentProvider> provide_slot(const InherentIdentifier& identifier) {
    return std::make_shared<SlotInherent>(identifier);
}

std::shared_ptr<chain::InherentProvider> provide_parachains(std::shared_ptr<ParachainsSource> source) {
    return std::make_shared<Parachains>(std::move(source));
}

}  // namespace serinus::authorship
