#pragma once

#include "runtime/sdk/api/core.hpp"
#include "runtime/sdk/executive.ipp"

namespace serinus::sdk::api {

template <class R>
decltype(R::version()) Core<R>::version::operator()() const {
    return R::version();
}
template <class R>
void Core<R>::execute_block::operator()() const {
    Executive<R>::execute_block(block.header, block.extrinsics);
}
template <class R>
ExtrinsicInclusionMode Core<R>::initialize_block::operator()() const {
    return Executive<R>::initialize_block(header);
}

template <class R>
ApplyExtrinsicResult BlockBuilder<R>::apply_extrinsic::operator()() const {
    return Executive<R>::apply_extrinsic(extrinsic._0);
}
template <class R>
primitives::Header BlockBuilder<R>::finalize_block::operator()() const {
    return Executive<R>::finalize_block();
}
template <class R>
std::vector<Bytes> BlockBuilder<R>::inherent_extrinsics::operator()() const {
    return Executive<R>::inherent_extrinsics(inherent);
}
template <class R>
CheckInherentsResult BlockBuilder<R>::check_inherents::operator()() const {
    return Executive<R>::check_inherents(block.extrinsics, data);
}

template <class R>
TransactionValidity TaggedTransactionQueue<R>::validate_transaction::operator()() const {
    return Executive<R>::validate_transaction(source, tx._0, block_hash);
}

template <class R>
void OffchainWorkerApi<R>::offchain_worker::operator()() const {
    Executive<R>::offchain_worker(header);
}

template <class R>
Nonce AccountNonceApi<R>::account_nonce::operator()() const {
    return R::System::account_nonce(account);
}

template <class R>
Bytes Metadata<R>::metadata::operator()() const {
    return R::metadata(14);
}
template <class R>
std::optional<Bytes> Metadata<R>::metadata_at_version::operator()() const {
    Bytes found = R::metadata(version);
    return found.empty() ? std::nullopt : std::optional(std::move(found));
}
template <class R>
std::vector<uint32_t> Metadata<R>::metadata_versions::operator()() const {
    if constexpr (requires { R::kNewestMetadata; }) {
        std::vector<uint32_t> out;
        for (uint32_t version = 14; version <= R::kNewestMetadata; ++version) out.push_back(version);
        return out;
    } else {
        return {14, 15};
    }
}

}  // namespace serinus::sdk::api
