// Kusama's runtime as `serinus benchmark pallet` measures it: kusama_benchmarks.wasm. On the chain Kusama's own figures
// count (runtime/runtimes/kusama/weights); what ours would be stands beside them in docs/runtime.md.
#include "runtime/pallets/balances/benchmarks.hpp"
#include "runtime/pallets/system/benchmarks.hpp"
#include "runtime/runtimes/kusama/runtime.hpp"

SERINUS_BENCHMARKS(serinus::frame_system::benchmarks<serinus::kusama::System>(),
                   serinus::pallet_balances::Benchmarks<serinus::kusama::Balances, serinus::kusama::System>::cases())
