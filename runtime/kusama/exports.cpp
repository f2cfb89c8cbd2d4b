// The functions of the Wasm module, one for each method of each API.
#include "runtime/kusama/api.hpp"

namespace serinus::kusama {

SERINUS_EXPORT_METHOD(Core, version)
SERINUS_EXPORT_METHOD(Core, execute_block)
SERINUS_EXPORT_METHOD(Core, initialize_block)

SERINUS_EXPORT_METHOD(Metadata, metadata)
SERINUS_EXPORT_METHOD(Metadata, metadata_at_version)
SERINUS_EXPORT_METHOD(Metadata, metadata_versions)

SERINUS_EXPORT_METHOD(BlockBuilder, apply_extrinsic)
SERINUS_EXPORT_METHOD(BlockBuilder, finalize_block)
SERINUS_EXPORT_METHOD(BlockBuilder, inherent_extrinsics)
SERINUS_EXPORT_METHOD(BlockBuilder, check_inherents)

SERINUS_EXPORT_METHOD(TaggedTransactionQueue, validate_transaction)

SERINUS_EXPORT_METHOD(OffchainWorkerApi, offchain_worker)

SERINUS_EXPORT_METHOD(GrandpaApi, grandpa_authorities)
SERINUS_EXPORT_METHOD(GrandpaApi, submit_report_equivocation_unsigned_extrinsic)
SERINUS_EXPORT_METHOD(GrandpaApi, generate_key_ownership_proof)
SERINUS_EXPORT_METHOD(GrandpaApi, current_set_id)

SERINUS_EXPORT_METHOD(BabeApi, configuration)
SERINUS_EXPORT_METHOD(BabeApi, current_epoch_start)
SERINUS_EXPORT_METHOD(BabeApi, current_epoch)
SERINUS_EXPORT_METHOD(BabeApi, next_epoch)
SERINUS_EXPORT_METHOD(BabeApi, generate_key_ownership_proof)
SERINUS_EXPORT_METHOD(BabeApi, submit_report_equivocation_unsigned_extrinsic)

SERINUS_EXPORT_METHOD(AuthorityDiscoveryApi, authorities)

SERINUS_EXPORT_METHOD(SessionKeys, generate_session_keys)
SERINUS_EXPORT_METHOD(SessionKeys, decode_session_keys)

SERINUS_EXPORT_METHOD(AccountNonceApi, account_nonce)

SERINUS_EXPORT_METHOD(TransactionPaymentApi, query_info)
SERINUS_EXPORT_METHOD(TransactionPaymentApi, query_fee_details)
SERINUS_EXPORT_METHOD(TransactionPaymentApi, query_weight_to_fee)
SERINUS_EXPORT_METHOD(TransactionPaymentApi, query_length_to_fee)

SERINUS_EXPORT_METHOD(TransactionPaymentCallApi, query_call_info)
SERINUS_EXPORT_METHOD(TransactionPaymentCallApi, query_call_fee_details)
SERINUS_EXPORT_METHOD(TransactionPaymentCallApi, query_weight_to_fee)
SERINUS_EXPORT_METHOD(TransactionPaymentCallApi, query_length_to_fee)

SERINUS_EXPORT_METHOD(GenesisBuilder, create_default_config)
SERINUS_EXPORT_METHOD(GenesisBuilder, build_config)
SERINUS_EXPORT_METHOD(GenesisBuilder, build_state)
SERINUS_EXPORT_METHOD(GenesisBuilder, get_preset)
SERINUS_EXPORT_METHOD(GenesisBuilder, preset_names)

}  // namespace serinus::kusama
