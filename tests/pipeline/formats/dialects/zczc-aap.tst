ZCZC
$ f
:Quay Pilots
=(Port Elder)
*X
&W
+09000000
PILOTS LEAVE QUAY OVER NIGHT SHIFT
   PORT ELDER, March 2 AAP - Harbour pilots walked off the quay on Monday after the port board cut the night shift by a third.
   The board said that it would meet the pilots again before the spring tides.
   AAP nt
NNNN
