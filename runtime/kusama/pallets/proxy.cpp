#include "runtime/kusama/runtime.hpp"
#include "runtime/pallets/proxy/proxy.ipp"

SERINUS_PALLET(serinus::pallet_proxy::Pallet<serinus::kusama::ProxyConfig>)
