// Kusama's runtime as `serinus benchmark pallet` measures it: kusama_benchmarks.wasm. On the chain Kusama's own figures
// count (runtime/kusama/weights); what ours would be stands beside them in docs/runtime.md.
#include "runtime/kusama/runtime.hpp"
#include "runtime/pallets/balances/benchmarks.hpp"
#include "runtime/pallets/system/benchmarks.hpp"

SERINUS_BENCHMARKS(serinus::frame_system::benchmarks<serinus::kusama::System>(),
                   serinus::pallet_balances::Benchmarks<serinus::kusama::Balances, serinus::kusama::System>::cases())
