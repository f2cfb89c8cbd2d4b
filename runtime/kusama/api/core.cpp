#include "runtime/kusama/api/core.hpp"

#include "runtime/kusama/metadata_blob.hpp"
#include "runtime/sdk/executive.ipp"

namespace serinus::kusama {

namespace {

struct Runtime {
    using System = kusama::System;
    using Extensions = kusama::Extensions;
    using Extrinsic = kusama::Extrinsic;

    /// Nothing to migrate: this runtime's storage is that of Kusama 1.0.0.
    static sdk::Weight on_runtime_upgrade() { return sdk::Weight::zero(); }
};

using Executive = sdk::Executive<Runtime>;

RuntimeDispatchInfo info_with_fee(const sdk::DispatchInfo& info, uint32_t length, bool pays) {
    return {.weight = info.weight,
            .class_ = info.class_,
            .partial_fee = pays ? TransactionPayment::compute_fee(length, info, 0) : 0};
}

sdk::Balance fee_of(sdk::Weight weight) {
    return pallet_transaction_payment::weight_to_fee(TransactionPaymentConfig::kFees, weight);
}
sdk::Balance fee_of_length(uint32_t length) {
    return pallet_transaction_payment::length_to_fee(TransactionPaymentConfig::kFees, length);
}

}  // namespace

sdk::RuntimeVersion Core::version::operator()() const { return kusama::version(); }
void Core::execute_block::operator()() const { Executive::execute_block(block.header, block.extrinsics); }
void Core::initialize_block::operator()() const { Executive::initialize_block(header); }

sdk::ApplyExtrinsicResult BlockBuilder::apply_extrinsic::operator()() const {
    return Executive::apply_extrinsic(extrinsic._0);
}
primitives::Header BlockBuilder::finalize_block::operator()() const { return Executive::finalize_block(); }
std::vector<Bytes> BlockBuilder::inherent_extrinsics::operator()() const {
    return Executive::inherent_extrinsics(inherent);
}
sdk::CheckInherentsResult BlockBuilder::check_inherents::operator()() const {
    return Executive::check_inherents(block.extrinsics, data);
}

sdk::TransactionValidity TaggedTransactionQueue::validate_transaction::operator()() const {
    return Executive::validate_transaction(source, tx._0, block_hash);
}

void OffchainWorkerApi::offchain_worker::operator()() const { Executive::offchain_worker(header); }

sdk::Nonce AccountNonceApi::account_nonce::operator()() const { return System::account_nonce(account); }

RuntimeDispatchInfo TransactionPaymentApi::query_info::operator()() const {
    const auto [info, is_signed] = Executive::dispatch_info(uxt._0);
    return info_with_fee(info, len, is_signed);
}
FeeDetails TransactionPaymentApi::query_fee_details::operator()() const {
    const auto [info, is_signed] = Executive::dispatch_info(uxt._0);
    return is_signed ? TransactionPayment::fee_details(len, info, 0) : FeeDetails{};
}
sdk::Balance TransactionPaymentApi::query_weight_to_fee::operator()() const { return fee_of(weight); }
sdk::Balance TransactionPaymentApi::query_length_to_fee::operator()() const { return fee_of_length(length); }

RuntimeDispatchInfo TransactionPaymentCallApi::query_call_info::operator()() const {
    return info_with_fee(call.info(), len, true);
}
FeeDetails TransactionPaymentCallApi::query_call_fee_details::operator()() const {
    return TransactionPayment::fee_details(len, call.info(), 0);
}
sdk::Balance TransactionPaymentCallApi::query_weight_to_fee::operator()() const { return fee_of(weight); }
sdk::Balance TransactionPaymentCallApi::query_length_to_fee::operator()() const { return fee_of_length(length); }

Bytes Metadata::metadata::operator()() const { return to_bytes(kusama::metadata(14)); }
std::optional<Bytes> Metadata::metadata_at_version::operator()() const {
    const BytesView found = kusama::metadata(version);
    return found.empty() ? std::nullopt : std::optional<Bytes>(to_bytes(found));
}
std::vector<uint32_t> Metadata::metadata_versions::operator()() const { return {14, 15}; }

}  // namespace serinus::kusama
